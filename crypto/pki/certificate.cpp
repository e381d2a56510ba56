// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/certificate.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/asn1_time.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/asn1/subject_public_key_info.hpp"
#include "crypto/pki/x509.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/tlv/cursor.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::size_t max_purposes = 32;

/// Extensions that may be critical without being read here: what they say (names, policies, periods of the private
/// key's use, ICAO's document types and name change) does not bear on a document signer's chain.
constexpr std::array<std::string_view, 7> harmless_extensions{
    "2.5.29.16", "2.5.29.17", "2.5.29.18", "2.5.29.31", "2.5.29.32", "2.23.136.1.1.6.1", "2.23.136.1.1.6.2"};

Result<Bytes> parse_subject_key_identifier(ByteView value) {
    const auto identifier = tlv::only(value, asn1::octet_string);
    if (!identifier) return fail(ErrorCode::malformed);
    return copy(identifier->rest());
}

Result<BasicConstraints> parse_basic_constraints(ByteView value) {
    auto fields = tlv::only(value, asn1::sequence);
    if (!fields) return fail(ErrorCode::malformed);
    BasicConstraints constraints;
    const auto ca = fields->optional(asn1::boolean);
    if (!ca || (*ca && (*ca)->value.size() != 1)) return fail(ErrorCode::malformed);
    constraints.ca = *ca && (*ca)->value[0] != 0;
    if (fields->at_end()) return constraints;
    const auto path_length = asn1::read_small_integer(*fields);
    if (!path_length) return std::unexpected{path_length.error()};
    if (!fields->at_end()) return fail(ErrorCode::malformed);
    constraints.path_length = *path_length;
    return constraints;
}

Result<KeyUsage> parse_key_usage(ByteView value) {
    const auto bits = tlv::only(value, asn1::bit_string);
    if (!bits || bits->at_end()) return fail(ErrorCode::malformed);
    const unsigned first = bits->rest().size() > 1 ? bits->rest()[1] : 0U;
    return KeyUsage{(first & 0x80U) != 0, (first & 0x40U) != 0, (first & 0x04U) != 0};
}

Result<std::vector<std::string>> parse_extended_key_usage(ByteView value) {
    auto purposes = tlv::only(value, asn1::sequence);
    if (!purposes) return fail(ErrorCode::malformed);
    std::vector<std::string> texts;
    while (!purposes->at_end()) {
        if (texts.size() == max_purposes) return fail(ErrorCode::limit_exceeded);
        const auto oid = purposes->expect(asn1::object_identifier);
        if (!oid) return std::unexpected{oid.error()};
        auto text = oid_text(oid->value);
        if (!text) return std::unexpected{text.error()};
        texts.push_back(std::move(*text));
    }
    return texts;
}

/// Stores a parsed extension, or says why it could not be parsed.
template <class Parsed, class Field>
Result<void> store(Result<Parsed> parsed, Field& field) {
    if (!parsed) return std::unexpected{parsed.error()};
    field = std::move(*parsed);
    return {};
}

/// BasicConstraints, KeyUsage and ExtendedKeyUsage.
bool limits_usage(std::string_view oid) {
    return oid == "2.5.29.19" || oid == "2.5.29.15" || oid == "2.5.29.37";
}

Result<void> read_extension(const Extension& extension, Certificate& certificate) {
    const std::string_view oid = extension.oid;
    if (oid == "2.5.29.14") {
        return store(parse_subject_key_identifier(extension.value), certificate.subject_key_identifier);
    }
    if (oid == authority_key_identifier_oid) {
        return store(parse_authority_key_identifier(extension.value), certificate.authority_key_identifier);
    }
    if (oid == "2.5.29.19") return store(parse_basic_constraints(extension.value), certificate.basic_constraints);
    if (oid == "2.5.29.15") return store(parse_key_usage(extension.value), certificate.key_usage);
    if (oid == "2.5.29.37") return store(parse_extended_key_usage(extension.value), certificate.extended_key_usage);
    if (extension.critical && std::ranges::find(harmless_extensions, oid) == harmless_extensions.end()) {
        certificate.unknown_critical_extension = true;
    }
    return {};
}

/// Validity ::= SEQUENCE { notBefore, notAfter }
Result<void> read_validity(const tlv::Element& element, Certificate& certificate) {
    if (element.tag != asn1::sequence) return fail(ErrorCode::malformed);
    tlv::Cursor validity{element.value};
    const auto not_before = validity.next();
    const auto not_after = validity.next();
    if (!not_before || !not_after || !validity.at_end()) return fail(ErrorCode::malformed);
    auto begin = store(asn1_time(*not_before), certificate.not_before);
    if (!begin) return begin;
    return store(asn1_time(*not_after), certificate.not_after);
}

Result<void> read_name(const tlv::Element& element, DistinguishedName& name) {
    if (element.tag != asn1::sequence) return fail(ErrorCode::malformed);
    return store(DistinguishedName::parse(element.whole), name);
}

/// Reads TBSCertificate (RFC 5280 §4.1.2). Keeps the first fault of a part without which the certificate is usable.
class TbsReader {
  public:
    explicit TbsReader(Certificate& certificate) : certificate_(certificate) {}

    [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }

    Result<void> read(ByteView value, std::string_view algorithm_oid) {
        tlv::Cursor fields{value};
        const auto version = fields.optional(asn1::context(0));
        if (!version) return std::unexpected{version.error()};
        const auto serial = fields.expect(asn1::integer);
        if (!serial || serial->value.empty()) return fail(ErrorCode::malformed);
        certificate_.serial = serial->value;
        // RFC 5280 §4.1.1.2: both identifiers of the algorithm are the same, so that the signature covers it.
        const auto algorithm = read_algorithm_identifier(fields);
        if (!algorithm || algorithm->oid != algorithm_oid) return fail(ErrorCode::malformed);
        const auto issuer = fields.next();
        const auto validity = fields.next();
        const auto subject = fields.next();
        if (!issuer || !validity || !subject) return fail(ErrorCode::malformed);
        if (const auto read = read_name(*issuer, certificate_.issuer); !read) return read;
        if (const auto read = read_validity(*validity, certificate_); !read) {
            certificate_.validity_malformed = true;
            note(read.error());
        }
        read_subject(*subject);
        const auto key = fields.expect(asn1::sequence);
        if (!key) return std::unexpected{key.error()};
        certificate_.public_key_info = key->whole;
        read_optional_fields(fields);
        return {};
    }

  private:
    void note(const Error& error) {
        if (!fault_) fault_ = error;
        certificate_.has_malformed_parts = true;
    }

    void read_subject(const tlv::Element& subject) {
        // Most anchors have issued themselves.
        if (std::ranges::equal(subject.whole, certificate_.issuer.der)) {
            certificate_.subject = certificate_.issuer;
        } else if (const auto read = read_name(subject, certificate_.subject); !read) {
            note(read.error());
        }
    }

    /// Reads the fields after the public key: issuerUniqueID [1], subjectUniqueID [2], extensions [3].
    void read_optional_fields(tlv::Cursor& fields) {
        for (const std::uint8_t unique_identifier : std::array<std::uint8_t, 2>{1, 2}) {
            if (const auto skipped = fields.optional(asn1::context_primitive(unique_identifier)); !skipped) {
                return note_usage(skipped.error());
            }
        }
        if (fields.at_end()) return;
        const auto wrapped = fields.expect(asn1::context(3));
        if (!wrapped || !fields.at_end()) note_usage(Error{ErrorCode::malformed});
        if (!wrapped) return;
        const ExtensionList list = read_extension_list(wrapped->value);
        if (list.fault) note_usage(*list.fault);
        for (const Extension& extension : list.extensions) {
            const auto read = read_extension(extension, certificate_);
            if (read) continue;
            note(read.error());
            // RFC 5280 §4.2: a certificate with a critical extension that cannot be processed is not accepted.
            if (limits_usage(extension.oid) || extension.critical) certificate_.usage_malformed = true;
        }
    }

    /// Something that could be an extension which limits the key's use.
    void note_usage(const Error& error) {
        certificate_.usage_malformed = true;
        note(error);
    }

    Certificate& certificate_;
    std::optional<Error> fault_ = {};
};

/// A certificate, and why not all of it could be read.
struct ReadCertificate {
    Certificate certificate;
    std::optional<Error> fault;
};

Result<ReadCertificate> read_certificate(ByteView der) {
    if (der.size() > max_certificate_size) return fail(ErrorCode::limit_exceeded);
    Certificate certificate;
    certificate.encoding = std::make_shared<const Bytes>(copy(der));
    certificate.der = *certificate.encoding;
    const auto parts = read_signed(certificate.der);
    if (!parts) return std::unexpected{parts.error()};
    certificate.tbs = parts->tbs.whole;
    certificate.signature_algorithm_der = parts->algorithm.whole;
    certificate.signature = parts->signature;
    TbsReader reader{certificate};
    const auto read = reader.read(parts->tbs.value, parts->algorithm.oid);
    if (!read) return std::unexpected{read.error()};
    return ReadCertificate{std::move(certificate), reader.fault()};
}

}  // namespace

Result<Certificate> Certificate::parse(ByteView der) {
    auto read = read_certificate(der);
    if (!read) return std::unexpected{read.error()};
    if (read->fault) return std::unexpected{*read->fault};
    return std::move(read->certificate);
}

Result<Certificate> Certificate::parse_in_part(ByteView der) {
    auto read = read_certificate(der);
    if (!read) return std::unexpected{read.error()};
    return std::move(read->certificate);
}

Bytes Certificate::fingerprint() const {
    return digest(DigestAlgorithm::sha256, der);
}

Bytes Certificate::key_identifier() const {
    if (subject_key_identifier) return *subject_key_identifier;
    const auto info = read_subject_public_key_info(public_key_info);
    return info ? digest(DigestAlgorithm::sha1, info->key) : Bytes{};
}

Result<PublicKey> Certificate::public_key() const {
    return PublicKey::parse(public_key_info);
}

Result<SignatureAlgorithm> Certificate::signature_algorithm() const {
    return parse_signature_algorithm(signature_algorithm_der);
}

Result<SignatureAlgorithm> Certificate::verify_signed_by(const PublicKey& issuer_key) const {
    const auto algorithm = signature_algorithm();
    if (!algorithm) return std::unexpected{algorithm.error()};
    return issuer_key.verify_either_id(*algorithm, tbs, signature);
}

Bytes serial_key(ByteView serial) {
    while (serial.size() > 1 && serial.front() == 0) serial = serial.subspan(1);
    return copy(serial);
}

}  // namespace fivestar::crypto
