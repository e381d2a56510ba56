// SPDX-License-Identifier: Apache-2.0
#include "crypto/asn1/security_infos.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/keys/agreement_key.hpp"
#include "crypto/tlv/cursor.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace fivestar::crypto {
namespace {

// bsi-de protocols(2) smartcard(2), as value octets: id-PK is arc 1, id-CA arc 3, id-PACE arc 4.
constexpr std::array<std::uint8_t, 7> smartcard_arc{0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02};
constexpr std::uint8_t public_key_arc = 1;
constexpr std::uint8_t chip_authentication_arc = 3;
constexpr std::uint8_t pace_arc = 4;
constexpr std::string_view active_authentication_protocol = "2.23.136.1.1.5";
// ecdsa-plain-signatures of BSI TR-03111 §5.2.1.
constexpr std::string_view plain_ecdsa = "0.4.0.127.0.7.1.1.4.1.";
constexpr std::uint32_t pace_version = 2;

/// Returns the arcs after `smartcard_arc`, all below 128: {4, 2, 2} for id-PACE-ECDH-GM-AES-CBC-CMAC-128. Empty for
/// other object identifiers.
ByteView smartcard_arcs(ByteView oid) {
    if (oid.size() <= smartcard_arc.size() || !std::ranges::equal(oid.first(smartcard_arc.size()), smartcard_arc)) {
        return {};
    }
    return oid.subspan(smartcard_arc.size());
}

std::optional<BlockCipher> cipher_of_arc(std::uint8_t arc) {
    constexpr std::array ciphers{BlockCipher::triple_des, BlockCipher::aes_128, BlockCipher::aes_192,
                                 BlockCipher::aes_256};
    if (arc < 1 || arc > ciphers.size()) return std::nullopt;
    return ciphers.at(arc - 1U);
}

struct PaceKind {
    AgreementKind agreement;
    PaceMapping mapping;
};

std::optional<PaceKind> pace_kind_of_arc(std::uint8_t arc) {
    switch (arc) {
        case 1:
            return PaceKind{AgreementKind::dh, PaceMapping::generic};
        case 2:
            return PaceKind{AgreementKind::ecdh, PaceMapping::generic};
        case 3:
            return PaceKind{AgreementKind::dh, PaceMapping::integrated};
        case 4:
            return PaceKind{AgreementKind::ecdh, PaceMapping::integrated};
        case 6:
            return PaceKind{AgreementKind::ecdh, PaceMapping::chip_authentication};
        default:
            return std::nullopt;
    }
}

std::optional<AgreementKind> agreement_of_arc(std::uint8_t arc) {
    if (arc == 1) return AgreementKind::dh;
    if (arc == 2) return AgreementKind::ecdh;
    return std::nullopt;
}

/// Reads the number that an entry may end in, and its end.
Result<std::optional<std::uint32_t>> read_last_number(tlv::Cursor& fields) {
    if (fields.at_end()) return std::nullopt;
    const auto number = asn1::read_small_integer(fields);
    if (!number) return std::unexpected{number.error()};
    if (!fields.at_end()) return fail(ErrorCode::trailing_bytes);
    return *number;
}

/// Version and identifier, in which several kinds of entry end.
struct VersionAndId {
    std::uint32_t version;
    std::optional<std::uint32_t> id;
};

Result<VersionAndId> read_version_and_id(tlv::Cursor& fields) {
    const auto version = asn1::read_small_integer(fields);
    if (!version) return std::unexpected{version.error()};
    const auto id = read_last_number(fields);
    if (!id) return std::unexpected{id.error()};
    return VersionAndId{*version, *id};
}

bool fits(const DomainParameters& parameters, AgreementKind agreement, PaceMapping mapping) {
    const auto* const curve = std::get_if<EllipticCurve>(&parameters);
    if ((curve != nullptr) != (agreement == AgreementKind::ecdh)) return false;
    // The prime of P-224 is 1 modulo 4, for which the integrated mapping is not defined (§9.5.1, table 6).
    return mapping != PaceMapping::integrated || curve == nullptr || *curve != EllipticCurve::p224;
}

class Reader {
  public:
    Result<SecurityInfos> read(ByteView encoded) {
        tlv::Cursor outer{encoded};
        auto entries = outer.enter(asn1::set);
        if (!entries) return std::unexpected{entries.error()};
        infos_.has_malformed_entry = !outer.at_end();
        for (std::size_t count = 0; !entries->at_end(); ++count) {
            if (count == max_security_infos) return fail(ErrorCode::limit_exceeded);
            const auto entry = entries->next();
            const bool repeated = entry && !seen_.insert(copy(entry->whole)).second;
            if (!entry || repeated || !read_entry(*entry)) infos_.has_malformed_entry = true;
            if (!entry) infos_.has_malformed_chip_authentication = true;
            if (!entry) break;
        }
        add_pace();
        std::ranges::sort(infos_.pace_entries);
        return std::move(infos_);
    }

  private:
    /// A PACEInfo whose parameters are looked up after all entries were read.
    struct Offer {
        Bytes protocol;
        PaceKind kind;
        BlockCipher cipher;
        std::optional<std::uint32_t> parameter_id;
    };
    /// A PACEDomainParameterInfo with explicit parameters that are known.
    struct ExplicitParameters {
        std::optional<std::uint32_t> parameter_id;
        DomainParameters parameters;
    };

    Result<void> read_entry(const tlv::Element& entry) {
        // Zeros that pad the SET are no entry.
        if (entry.tag == 0 && entry.value.empty()) return fail(ErrorCode::trailing_bytes);
        tlv::Cursor fields{entry.value};
        const auto protocol = fields.expect(asn1::object_identifier);
        if (entry.tag != asn1::sequence || !protocol) {
            infos_.has_malformed_chip_authentication = true;
            return fail(ErrorCode::malformed);
        }
        const ByteView arcs = smartcard_arcs(protocol->value);
        if (arcs.empty()) return read_active_authentication(protocol->value, fields);
        const std::size_t depth = arcs.size();
        if (arcs[0] == pace_arc) {
            infos_.pace_entries.push_back(copy(entry.whole));
            if (depth == 3) return read_pace(protocol->value, arcs, fields);
            if (depth == 2) return read_domain_parameters(fields);
        }
        Result<void> read = {};
        if (arcs[0] == chip_authentication_arc && depth == 3) {
            read = read_chip_authentication(protocol->value, arcs, fields);
        } else if (arcs[0] == public_key_arc && depth == 2) {
            read = read_key(arcs, fields);
        }
        if (!read) infos_.has_malformed_chip_authentication = true;
        return read;
    }

    Result<void> read_pace(ByteView protocol, ByteView arcs, tlv::Cursor& fields) {
        const auto kind = pace_kind_of_arc(arcs[1]);
        const auto cipher = cipher_of_arc(arcs[2]);
        if (!kind || !cipher) return {};
        // The chip authentication mapping has no form with 3DES (table 3).
        if (kind->mapping == PaceMapping::chip_authentication && *cipher == BlockCipher::triple_des) return {};
        const auto more = read_version_and_id(fields);
        if (!more) return std::unexpected{more.error()};
        if (more->version == pace_version) offers_.push_back({copy(protocol), *kind, *cipher, more->id});
        return {};
    }

    Result<void> read_domain_parameters(tlv::Cursor& fields) {
        const auto algorithm = read_algorithm_identifier(fields);
        if (!algorithm) return std::unexpected{algorithm.error()};
        const auto id = read_last_number(fields);
        if (!id) return std::unexpected{id.error()};
        const auto group = read_agreement_group(*algorithm);
        if (!group) return {};
        if (const auto* ec = std::get_if<EcGroup>(&*group)) {
            explicit_.push_back({*id, ec->curve()});
        } else if (const auto standard = std::get<DhGroup>(*group).standard()) {
            explicit_.push_back({*id, *standard});
        }
        return {};
    }

    Result<void> read_chip_authentication(ByteView protocol, ByteView arcs, tlv::Cursor& fields) {
        const auto agreement = agreement_of_arc(arcs[1]);
        const auto cipher = cipher_of_arc(arcs[2]);
        if (!agreement || !cipher) return {};
        const auto more = read_version_and_id(fields);
        if (!more) return std::unexpected{more.error()};
        infos_.chip_authentication.push_back({copy(protocol), *agreement, *cipher, more->version, more->id});
        return {};
    }

    Result<void> read_key(ByteView arcs, tlv::Cursor& fields) {
        const auto agreement = agreement_of_arc(arcs[1]);
        if (!agreement) return {};
        const auto key = fields.expect(asn1::sequence);
        if (!key) return std::unexpected{key.error()};
        const auto id = read_last_number(fields);
        if (!id) return std::unexpected{id.error()};
        infos_.chip_authentication_keys.push_back({*agreement, copy(key->whole), *id});
        return {};
    }

    /// ActiveAuthenticationInfo ::= SEQUENCE { protocol, version, signatureAlgorithm }
    Result<void> read_active_authentication(ByteView protocol, tlv::Cursor& fields) {
        if (oid_text(protocol) != active_authentication_protocol) return {};
        const auto version = asn1::read_small_integer(fields);
        if (!version) return std::unexpected{version.error()};
        const auto algorithm = fields.expect(asn1::object_identifier);
        if (!algorithm) return std::unexpected{algorithm.error()};
        const auto name = oid_text(algorithm->value);
        if (!name || !name->starts_with(plain_ecdsa)) return {};
        const std::string_view arc = std::string_view{*name}.substr(plain_ecdsa.size());
        constexpr std::array digests{DigestAlgorithm::sha1, DigestAlgorithm::sha224, DigestAlgorithm::sha256,
                                     DigestAlgorithm::sha384, DigestAlgorithm::sha512};
        if (arc.size() == 1 && arc[0] >= '1' && arc[0] <= '5') {
            infos_.active_authentication_digest = digests.at(static_cast<std::size_t>(arc[0] - '1'));
        }
        return {};
    }

    void add_pace() {
        for (Offer& offer : offers_) {
            const auto parameters = parameters_of(offer);
            if (!parameters || !fits(*parameters, offer.kind.agreement, offer.kind.mapping)) continue;
            infos_.pace.push_back({std::move(offer.protocol), offer.kind.agreement, offer.kind.mapping, offer.cipher,
                                   offer.parameter_id, *parameters});
        }
    }

    /// A number of the table names standardized parameters; any other, or none, refers to a PACEDomainParameterInfo.
    [[nodiscard]] std::optional<DomainParameters> parameters_of(const Offer& offer) const {
        if (offer.parameter_id) {
            if (const auto known = standardized_domain_parameters(*offer.parameter_id)) return known;
        }
        for (const ExplicitParameters& given : explicit_) {
            const bool same = !offer.parameter_id || given.parameter_id == offer.parameter_id;
            if (same && fits(given.parameters, offer.kind.agreement, offer.kind.mapping)) return given.parameters;
        }
        return std::nullopt;
    }

    SecurityInfos infos_;
    std::set<Bytes> seen_;
    std::vector<Offer> offers_;
    std::vector<ExplicitParameters> explicit_;
};

}  // namespace

Result<SecurityInfos> SecurityInfos::parse(ByteView encoded) {
    return Reader{}.read(encoded);
}

}  // namespace fivestar::crypto
