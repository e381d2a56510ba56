// SPDX-License-Identifier: Apache-2.0
#include "sim/pki/issuing_chain.hpp"

#include "sim/data_file.hpp"

#include <array>
#include <string>
#include <utility>

namespace fivestar::sim {
namespace {

using crypto::DigestAlgorithm;
using crypto::EcParameters;
using crypto::KeyPair;
using crypto::SignatureAlgorithm;

constexpr Validity authority_validity{"20200101000000Z", "20450101000000Z"};
constexpr std::uint32_t authority_serial = 1;
constexpr std::string_view revoked_at = "20240101000000Z";

struct SignerProfile {
    CertificateRequest certificate;
    std::string_view signing_time;
};

SignerProfile signer_profile(SignerKind kind) {
    constexpr auto role = CertificateRole::document_signer;
    constexpr std::string_view issued = "20230808090000Z";
    switch (kind) {
        case SignerKind::expired:
            return {{role, 0x1002, {"20200101000000Z", "20221231235959Z"}}, "20210601090000Z"};
        case SignerKind::revoked:
            return {{role, 0x1003, authority_validity}, issued};
        case SignerKind::good:
        case SignerKind::unknown_issuer:
        case SignerKind::self_made:
            break;
    }
    return {{role, 0x1001, authority_validity}, issued};
}

/// Document signer and CSCA of one security object.
struct Pair {
    Entity signer;
    Entity issuer;
};

Pair choose(const IssuingChain& chain, SignerKind kind, const KeyPair& foreign_key) {
    Pair pair{chain.signer, chain.authority};
    const auto take_foreign_key = [&](Entity& entity) {
        entity.key = foreign_key;
        entity.parameters = EcParameters::named;
        const DigestAlgorithm digest = chain.profile->digest;
        entity.algorithm = SignatureAlgorithm::ecdsa(digest == DigestAlgorithm::sm3 ? DigestAlgorithm::sha256 : digest);
    };
    if (kind == SignerKind::unknown_issuer) {
        pair.issuer.common_name = "SPECIMEN CSCA unknown";
        take_foreign_key(pair.issuer);
    }
    if (kind == SignerKind::self_made) {
        pair.issuer.claimed_key_identifier = key_identifier(chain.authority);
        take_foreign_key(pair.issuer);
        take_foreign_key(pair.signer);
    }
    return pair;
}

/// A document signer of this kind with its certificate and its CSCA.
template <class Write>
Result<Bytes> sign_with(const IssuingChain& chain, SignerKind kind, const KeyPair& foreign_key, Write&& write) {
    const Pair pair = choose(chain, kind, foreign_key);
    const SignerProfile profile = signer_profile(kind);
    const auto certificate = write_certificate(profile.certificate, pair.signer, pair.issuer);
    if (!certificate) return certificate;
    return std::forward<Write>(write)(SecurityObjectRequest{.digest = chain.profile->digest,
                                                            .reference = chain.profile->reference,
                                                            .serial = profile.certificate.serial,
                                                            .signing_time = profile.signing_time,
                                                            .certificate = *certificate,
                                                            .issuer_name = distinguished_name(pair.issuer)},
                                      pair.signer);
}

}  // namespace

std::span<const ChainProfile> chain_profiles() {
    static const std::array<ChainProfile, 4> profiles{{
        {"five-star", "CN", "CHN", EcParameters::explicit_parameters,
         SignatureAlgorithm::ecdsa(DigestAlgorithm::sha384), SignatureAlgorithm::ecdsa(DigestAlgorithm::sha256),
         DigestAlgorithm::sha256, SignerReference::issuer_and_serial, true},
        {"five-star-sm2", "CN", "CHN", EcParameters::named, SignatureAlgorithm::sm2(), SignatureAlgorithm::sm2(),
         DigestAlgorithm::sm3, SignerReference::issuer_and_serial, true},
        {"passport", "UT", "UTO", EcParameters::named, SignatureAlgorithm::rsa_pkcs1(DigestAlgorithm::sha256),
         SignatureAlgorithm::rsa_pss(DigestAlgorithm::sha256), DigestAlgorithm::sha256,
         SignerReference::issuer_and_serial, false},
        {"contact", "UT", "UTO", EcParameters::named, SignatureAlgorithm::ecdsa(DigestAlgorithm::sha384),
         SignatureAlgorithm::ecdsa(DigestAlgorithm::sha384), DigestAlgorithm::sha384, SignerReference::key_identifier,
         false},
    }};
    return profiles;
}

Result<KeyPair> read_key(const std::filesystem::path& directory, std::string_view name) {
    const auto pem = read_data_file(directory / (std::string{name} + ".pem"));
    if (!pem) return std::unexpected{pem.error()};
    return KeyPair::from_pkcs8_pem(as_text(*pem));
}

Result<IssuingChain> load_chain(const ChainProfile& profile, const std::filesystem::path& keys) {
    const std::string name{profile.name};
    const auto authority_key = read_key(keys, name + "-csca");
    const auto signer_key = read_key(keys, name + "-signer");
    if (!authority_key) return std::unexpected{authority_key.error()};
    if (!signer_key) return std::unexpected{signer_key.error()};
    const std::string country{profile.country};
    const std::string state{profile.state_code};
    IssuingChain chain{.profile = &profile,
                       .authority = {country, "SPECIMEN CSCA " + name, state, *authority_key,
                                     profile.authority_parameters, profile.authority_algorithm},
                       .signer = {country, "SPECIMEN Document Signer " + name, state, *signer_key, EcParameters::named,
                                  profile.signer_algorithm},
                       .anchor = {},
                       .revocation_list = {}};
    auto anchor = write_certificate({CertificateRole::country_signer, authority_serial, authority_validity},
                                    chain.authority, chain.authority);
    if (!anchor) return std::unexpected{anchor.error()};
    auto list = write_revocation_list({.number = 1,
                                       .this_update = revoked_at,
                                       .next_update = authority_validity.until,
                                       .revoked = {signer_profile(SignerKind::revoked).certificate.serial},
                                       .revoked_at = revoked_at},
                                      chain.authority);
    if (!list) return std::unexpected{list.error()};
    chain.anchor = std::move(*anchor);
    chain.revocation_list = std::move(*list);
    return chain;
}

Result<Bytes> sign_security_object(const IssuingChain& chain, SignerKind kind, const KeyPair& foreign_key,
                                   const std::map<unsigned, Bytes>& data_groups) {
    return sign_with(chain, kind, foreign_key, [&](const SecurityObjectRequest& request, const Entity& signer) {
        return write_security_object(request, signer, data_groups);
    });
}

Result<Bytes> sign_card_security(const IssuingChain& chain, const KeyPair& foreign_key, ByteView security_infos) {
    return sign_with(chain, SignerKind::good, foreign_key,
                     [&](const SecurityObjectRequest& request, const Entity& signer) {
                         return write_card_security(request, signer, security_infos);
                     });
}

}  // namespace fivestar::sim
