// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/signed_data.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/definite.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace fivestar::crypto {
namespace {

constexpr std::string_view signed_data_oid = "1.2.840.113549.1.7.2";
/// SignedData of GM/T 0010, which has its own identifiers for message types.
constexpr std::string_view sm2_signed_data_oid = "1.2.156.10197.6.1.4.2.2";

/// Most elements of a SignedData and of a SignerInfo; RFC 5652 has seven at most.
constexpr std::size_t max_fields = 32;

Result<std::string> read_oid(tlv::Cursor& fields) {
    const auto element = fields.expect(asn1::object_identifier);
    if (!element) return std::unexpected{element.error()};
    return oid_text(element->value);
}

/// Reads the fields of one SignedData.
class Reader {
  public:
    Result<SignedData> read(ByteView content_info) {
        tlv::Cursor outer{content_info};
        auto fields = outer.enter(asn1::sequence);
        if (!fields) return std::unexpected{fields.error()};
        const auto type = read_oid(*fields);
        if (!type) return std::unexpected{type.error()};
        if (*type != signed_data_oid && *type != sm2_signed_data_oid) return fail(ErrorCode::unsupported);
        auto wrapped = fields->enter(asn1::context(0));
        if (!wrapped) return fail(ErrorCode::malformed);
        const auto sequence = wrapped->expect(asn1::sequence);
        if (!sequence) return fail(ErrorCode::malformed);
        data_.has_odd_elements = !fields->at_end() || !wrapped->at_end();
        if (const auto read = read_fields(sequence->value); !read) return std::unexpected{read.error()};
        if (!has_content_ || data_.signers.empty()) return fail(ErrorCode::malformed);
        return std::move(data_);
    }

  private:
    /// SignedData ::= SEQUENCE { version, digestAlgorithms, encapContentInfo, [0] certificates, [1] crls, signerInfos
    /// }. Each element is known by its tag, so that one which is not does not hide those behind it.
    Result<void> read_fields(ByteView value) {
        tlv::Cursor fields{value};
        for (std::size_t count = 0; !fields.at_end(); ++count) {
            const auto element = fields.next();
            if (!element || count == max_fields) {
                data_.has_odd_elements = true;
                break;
            }
            if (const auto read = read_field(*element); !read) return read;
        }
        return {};
    }

    Result<void> read_field(const tlv::Element& element) {
        switch (element.tag) {
            case asn1::integer:
                in_order(0, last_field_);
                read_version(element, data_.version);
                return {};
            case asn1::sequence:
                in_order(2, last_field_);
                if (has_content_ || !read_content(element.value)) data_.has_odd_elements = true;
                return {};
            case asn1::context(0):
                in_order(3, last_field_);
                return read_certificates(element.value);
            case asn1::context(1):
                in_order(4, last_field_);
                return {};  // revocation lists of a document count for nothing
            case asn1::set:
                if (holds_signers(element.value)) {
                    in_order(5, last_field_);
                    return read_signers(element.value);
                }
                in_order(1, last_field_);
                if (!holds_algorithms(element.value)) data_.has_odd_elements = true;
                return {};
            default:
                data_.has_odd_elements = true;
                return {};
        }
    }

    /// Reports an element that does not come after the last one.
    void in_order(int place, int& last) {
        if (place <= last) data_.has_odd_elements = true;
        last = std::max(place, last);
    }

    void read_version(const tlv::Element& element, std::optional<std::uint32_t>& version) {
        tlv::Cursor number{element.whole};
        const auto read = asn1::read_small_integer(number);
        if (!read) {
            data_.has_odd_elements = true;
        } else if (!version) {
            version = *read;
        }
    }

    /// DigestAlgorithmIdentifiers. Those that count are in the SignerInfos.
    static bool holds_algorithms(ByteView set) {
        tlv::Cursor cursor{set};
        while (!cursor.at_end()) {
            if (!read_algorithm_identifier(cursor)) return false;
        }
        return true;
    }

    /// EncapsulatedContentInfo ::= SEQUENCE { eContentType, [0] EXPLICIT OCTET STRING }
    bool read_content(ByteView value) {
        tlv::Cursor fields{value};
        auto type = read_oid(fields);
        if (!type) return false;
        auto wrapped = fields.enter(asn1::context(0));
        if (!wrapped) return false;
        const auto octets = wrapped->expect(asn1::octet_string);
        if (!octets) return false;
        data_.content_type = std::move(*type);
        data_.content = copy(octets->value);
        has_content_ = true;
        return fields.at_end() && wrapped->at_end();
    }

    /// Reads the elements of a SET, each by itself. `read` returns false for one that it cannot read; `unreadable`
    /// tells of those. `count` is that of all SETs of the kind.
    template <class Read>
    static Result<void> read_each(ByteView set, std::size_t most, std::size_t& count, bool& unreadable, Read read) {
        tlv::Cursor cursor{set};
        while (!cursor.at_end()) {
            if (count++ == most) return fail(ErrorCode::limit_exceeded);
            const auto element = cursor.next();
            if (!element || !read(*element)) unreadable = true;
            if (!element) break;
        }
        return {};
    }

    /// CertificateSet: certificates are SEQUENCEs; the other choices, attribute certificates for instance, are [0] to
    /// [3] (RFC 5652 §10.2.2).
    Result<void> read_certificates(ByteView set) {
        const auto read = [this](const tlv::Element& element) {
            if (element.tag >= asn1::context(0) && element.tag <= asn1::context(3)) return true;
            if (element.tag != asn1::sequence) return false;
            auto certificate = Certificate::parse_in_part(element.whole);
            if (certificate) data_.certificates.push_back(std::move(*certificate));
            return certificate.has_value();
        };
        return read_each(set, max_embedded_certificates, certificates_, data_.has_unreadable_certificate, read);
    }

    /// A SignerInfo begins with its version; the other SET, digestAlgorithms, has AlgorithmIdentifiers.
    static bool holds_signers(ByteView set) {
        tlv::Cursor cursor{set};
        const auto first = cursor.next();
        return first && !first->value.empty() && first->value[0] != asn1::object_identifier;
    }

    Result<void> read_signers(ByteView set) {
        const auto read = [this](const tlv::Element& element) {
            if (element.tag != asn1::sequence) return false;
            auto signer = read_signer(element.value);
            if (signer) data_.signers.push_back(std::move(*signer));
            return signer.has_value();
        };
        return read_each(set, max_signers, signers_, data_.has_unreadable_signer, read);
    }

    /// SignerInfo ::= SEQUENCE { version, sid, digestAlgorithm, [0] signedAttrs, signatureAlgorithm, signature, [1]
    /// unsignedAttrs }. A signer identifier is a SEQUENCE that begins with a SEQUENCE, an algorithm one that begins
    /// with an OBJECT IDENTIFIER.
    Result<SignerInfo> read_signer(ByteView value) {
        std::optional<std::uint32_t> version;
        std::optional<SignerIdentifier> identifier;
        std::optional<ByteView> attributes;
        std::optional<ByteView> signature;
        std::vector<ByteView> algorithms;
        int last = -1;
        tlv::Cursor fields{value};
        for (std::size_t count = 0; !fields.at_end(); ++count) {
            const auto element = fields.next();
            if (!element || count == max_fields) {
                data_.has_odd_elements = true;
                break;
            }
            const bool algorithm = element->tag == asn1::sequence && !element->value.empty() &&
                                   element->value[0] == asn1::object_identifier;
            const bool names_signer = element->tag == asn1::context_primitive(0) || element->tag == asn1::sequence;
            if (element->tag == asn1::integer) {
                in_order(0, last);
                read_version(*element, version);
            } else if (algorithm) {
                in_order(algorithms.empty() ? 2 : 4, last);
                algorithms.push_back(element->whole);
            } else if (names_signer && !identifier) {
                in_order(1, last);
                auto read = read_signer_identifier(*element);
                if (!read) return std::unexpected{read.error()};
                identifier = std::move(*read);
            } else if (element->tag == asn1::context(0) && !attributes) {
                in_order(3, last);
                attributes = element->value;
            } else if (element->tag == asn1::octet_string && !signature) {
                in_order(5, last);
                signature = element->value;
            } else if (element->tag == asn1::context(1)) {
                in_order(6, last);
            } else {
                data_.has_odd_elements = true;
            }
        }
        if (!identifier || algorithms.empty() || !signature) return fail(ErrorCode::malformed);
        data_.has_odd_elements = data_.has_odd_elements || algorithms.size() != 2 || !version;
        const ByteView signature_algorithm = algorithms[algorithms.size() > 1 ? 1 : 0];
        SignerInfo signer{std::move(*identifier),
                          algorithms.size() > 1 ? copy(algorithms[0]) : Bytes{},
                          copy(signature_algorithm),
                          {},
                          copy(*signature)};
        // RFC 5652 §5.4: signed are the attributes as a SET OF, not as the [0] they are sent as.
        if (attributes) signer.signed_attributes = tlv::encode(asn1::set, *attributes);
        return signer;
    }

    static Result<SignerIdentifier> read_signer_identifier(const tlv::Element& element) {
        if (element.tag == asn1::context_primitive(0)) return copy(element.value);
        tlv::Cursor both{element.value};
        const auto issuer = both.expect(asn1::sequence);
        const auto serial = both.expect(asn1::integer);
        if (!issuer || !serial || !both.at_end()) return fail(ErrorCode::malformed);
        auto name = DistinguishedName::parse(issuer->whole);
        if (!name) return std::unexpected{name.error()};
        return IssuerAndSerial{std::move(*name), copy(serial->value)};
    }

    SignedData data_ = {};
    bool has_content_ = false;
    int last_field_ = -1;
    std::size_t certificates_ = 0;
    std::size_t signers_ = 0;
};

}  // namespace

Result<SignedData> SignedData::parse(ByteView content_info, std::size_t max_size) {
    if (content_info.size() > max_size) return fail(ErrorCode::limit_exceeded);
    ByteView rest = content_info;
    const auto definite = tlv::take_definite(rest);
    if (definite && !rest.empty()) return fail(ErrorCode::trailing_bytes);
    if (definite) return Reader{}.read(*definite);
    // A broken element has no definite form, but those beside it may need none.
    const auto element = tlv::Cursor{content_info}.next();
    if (definite.error().code != ErrorCode::malformed || !element) return std::unexpected{definite.error()};
    if (element->whole.size() != content_info.size()) return fail(ErrorCode::trailing_bytes);
    return Reader{}.read(content_info);
}

}  // namespace fivestar::crypto
