// SPDX-License-Identifier: Apache-2.0
#include "sim/pki/pki.hpp"

#include "crypto/base/text.hpp"
#include "sim/data_file.hpp"
#include "sim/documents/security_object.hpp"

#include <array>

namespace fivestar::sim {

using crypto::DigestAlgorithm;
using crypto::EcParameters;
using crypto::KeyPair;
using crypto::SignatureAlgorithm;

struct ChainProfile {
    std::string_view name;
    std::string_view country;
    std::string_view state_code;
    EcParameters authority_parameters;
    SignatureAlgorithm authority_algorithm;
    SignatureAlgorithm signer_algorithm;
    DigestAlgorithm digest;
    SignerReference reference;
    bool lds_profile;  ///< its anchor is trusted for the five-star LDS profile only
};

namespace {

constexpr Validity authority_validity{"20200101000000Z", "20450101000000Z"};
constexpr std::uint32_t authority_serial = 1;
constexpr Validity revocation_validity{"20240101000000Z", authority_validity.until};

const std::array<ChainProfile, 5>& chain_profiles() {
    static const std::array<ChainProfile, 5> profiles{{
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
        {"permit", "CN", "CHN", EcParameters::named, SignatureAlgorithm::ecdsa(DigestAlgorithm::sha256),
         SignatureAlgorithm::ecdsa(DigestAlgorithm::sha256), DigestAlgorithm::sha256,
         SignerReference::issuer_and_serial, false},
    }};
    return profiles;
}

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

/// Calls `write(request, signer)` with a document signer of this kind and its certificate.
template <class Chains, class Write>
Result<Bytes> sign_with(const Chains& chains, std::string_view name, SignerKind kind, const KeyPair& foreign_key,
                        Write&& write) {
    const auto found = chains.find(name);
    if (found == chains.end()) return fail(ErrorCode::invalid_argument);
    const ChainProfile& chain = *found->second.profile;
    const Pair pair = choose(found->second, kind, foreign_key);
    const SignerProfile profile = signer_profile(kind);
    const auto certificate = write_certificate(profile.certificate, pair.signer, pair.issuer);
    if (!certificate) return certificate;
    return std::forward<Write>(write)(SecurityObjectRequest{.digest = chain.digest,
                                                            .reference = chain.reference,
                                                            .serial = profile.certificate.serial,
                                                            .signing_time = profile.signing_time,
                                                            .certificate = *certificate,
                                                            .issuer_name = distinguished_name(pair.issuer)},
                                      pair.signer);
}

/// Reads the keys of the chain and writes its certificate and revocation list.
Result<IssuingChain> load_chain(const ChainProfile& profile, const std::filesystem::path& keys) {
    const std::string name{profile.name};
    const auto authority_key = sim::read_key(keys, name + "-csca");
    const auto signer_key = sim::read_key(keys, name + "-signer");
    if (!authority_key) return std::unexpected{authority_key.error()};
    if (!signer_key) return std::unexpected{signer_key.error()};
    const std::string country{profile.country};
    const std::string state{profile.state_code};
    const Entity authority{country,        "SPECIMEN CSCA " + name,      state,
                           *authority_key, profile.authority_parameters, profile.authority_algorithm};
    const Entity signer{
        country, "SPECIMEN Document Signer " + name, state, *signer_key, EcParameters::named, profile.signer_algorithm};
    auto anchor = write_certificate({CertificateRole::country_signer, authority_serial, authority_validity}, authority,
                                    authority);
    if (!anchor) return std::unexpected{anchor.error()};
    auto list =
        write_revocation_list(signer_profile(SignerKind::revoked).certificate.serial, revocation_validity, authority);
    if (!list) return std::unexpected{list.error()};
    return IssuingChain{&profile, authority, signer, std::move(*anchor), std::move(*list)};
}

std::string pem_certificate(ByteView der) {
    constexpr std::size_t line = 64;
    const std::string base64 = to_base64(der);
    std::string text = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < base64.size(); at += line) text += base64.substr(at, line) + '\n';
    return text + "-----END CERTIFICATE-----\n";
}

}  // namespace

Result<KeyPair> read_key(const std::filesystem::path& directory, std::string_view name) {
    const auto pem = read_data_file(directory / (std::string{name} + ".pem"));
    if (!pem) return std::unexpected{pem.error()};
    return KeyPair::from_pkcs8_pem(as_text(*pem));
}

Result<TestPki> TestPki::load(const std::filesystem::path& data) {
    const std::filesystem::path keys = data / "pki";
    auto foreign_key = read_key(keys, "unknown-csca");
    if (!foreign_key) return std::unexpected{foreign_key.error()};
    auto impostor_key = read_key(keys, "impostor-rsa");
    if (!impostor_key) return std::unexpected{impostor_key.error()};
    TestPki pki{std::move(*foreign_key), std::move(*impostor_key)};
    for (const ChainProfile& profile : chain_profiles()) {
        auto chain = load_chain(profile, keys);
        if (!chain) return std::unexpected{chain.error()};
        (profile.lds_profile ? pki.lds_anchors_ : pki.anchors_).push_back(chain->anchor);
        pki.revocation_lists_.push_back(chain->revocation_list);
        pki.chains_.emplace(profile.name, std::move(*chain));
    }
    return pki;
}

Result<Bytes> TestPki::sign_security_object(std::string_view chain, SignerKind signer,
                                            const std::map<unsigned, Bytes>& data_groups) const {
    return sign_with(chains_, chain, signer, foreign_key_, [&](const auto& request, const Entity& entity) {
        return write_security_object(request, entity, data_groups);
    });
}

Result<Bytes> TestPki::sign_card_security(std::string_view chain, ByteView security_infos) const {
    return sign_with(chains_, chain, SignerKind::good, foreign_key_, [&](const auto& request, const Entity& entity) {
        return write_card_security(request, entity, security_infos);
    });
}

Result<void> TestPki::write(const std::filesystem::path& directory) const {
    for (const auto* name : {"csca", "csca-lds", "crl"}) {
        std::error_code error;
        std::filesystem::create_directories(directory / name, error);
        if (error) return fail(ErrorCode::io_failure);
    }
    for (const auto& [name, chain] : chains_) {
        const std::filesystem::path anchors = directory / (chain.profile->lds_profile ? "csca-lds" : "csca");
        // Trust directories contain both forms. Each anchor is written once.
        const bool as_pem = name == "contact";
        const std::string pem = pem_certificate(chain.anchor);
        const auto anchor = write_data_file(anchors / (name + (as_pem ? ".pem" : ".cer")),
                                            as_pem ? as_bytes(pem) : ByteView{chain.anchor});
        if (!anchor) return anchor;
        const auto list = write_data_file(directory / "crl" / (name + ".crl"), chain.revocation_list);
        if (!list) return list;
    }
    return {};
}

}  // namespace fivestar::sim
