#include "sim/pki.hpp"

#include "crypto/base/text.hpp"
#include "sim/certificate_writer.hpp"
#include "sim/data_file.hpp"
#include "sim/security_object.hpp"

#include <array>
#include <map>
#include <optional>

namespace fivestar::sim {
namespace {

using crypto::DigestAlgorithm;
using crypto::EcParameters;
using crypto::KeyPair;
using crypto::SignatureAlgorithm;

/// One issuing state: its authority, its signer, and how it writes security objects.
struct ChainProfile {
    std::string_view name;
    std::string_view country;
    std::string_view state_code;
    EcParameters authority_parameters;
    SignatureAlgorithm authority_algorithm;
    SignatureAlgorithm signer_algorithm;
    DigestAlgorithm digest;
    SignerReference reference;
    bool lds_profile;  ///< its anchor is believed for the five-star LDS profile alone
};

const std::array<ChainProfile, 3>& chain_profiles() {
    static const std::array<ChainProfile, 3> profiles{{
        {"five-star", "CN", "CHN", EcParameters::explicit_parameters,
         SignatureAlgorithm::ecdsa(DigestAlgorithm::sha384), SignatureAlgorithm::ecdsa(DigestAlgorithm::sha256),
         DigestAlgorithm::sha256, SignerReference::issuer_and_serial, true},
        {"passport", "UT", "UTO", EcParameters::named, SignatureAlgorithm::rsa_pkcs1(DigestAlgorithm::sha256),
         SignatureAlgorithm::rsa_pss(DigestAlgorithm::sha256), DigestAlgorithm::sha256,
         SignerReference::issuer_and_serial, false},
        {"contact", "UT", "UTO", EcParameters::named, SignatureAlgorithm::ecdsa(DigestAlgorithm::sha384),
         SignatureAlgorithm::ecdsa(DigestAlgorithm::sha384), DigestAlgorithm::sha384, SignerReference::key_identifier,
         false},
    }};
    return profiles;
}

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

Result<KeyPair> read_key(const std::filesystem::path& directory, std::string_view name) {
    const auto pem = read_data_file(directory / (std::string{name} + ".pem"));
    if (!pem) return std::unexpected{pem.error()};
    return KeyPair::from_pkcs8_pem(as_text(*pem));
}

std::string pem_certificate(ByteView der) {
    constexpr std::size_t line = 64;
    const std::string base64 = to_base64(der);
    std::string text = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < base64.size(); at += line) text += base64.substr(at, line) + '\n';
    return text + "-----END CERTIFICATE-----\n";
}

struct Chain {
    const ChainProfile* profile;
    Entity authority;
    Entity signer;
    Bytes anchor;
    Bytes revocation_list;
};

Result<Chain> load_chain(const ChainProfile& profile, const std::filesystem::path& keys) {
    const std::string name{profile.name};
    const auto authority_key = read_key(keys, name + "-csca");
    const auto signer_key = read_key(keys, name + "-signer");
    if (!authority_key) return std::unexpected{authority_key.error()};
    if (!signer_key) return std::unexpected{signer_key.error()};
    const std::string country{profile.country};
    const std::string state{profile.state_code};
    Chain chain{.profile = &profile,
                .authority = {country, "SPECIMEN CSCA " + name, state, *authority_key, profile.authority_parameters,
                              profile.authority_algorithm},
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

/// Signer and issuer of one security object.
struct Pair {
    Entity signer;
    Entity issuer;
};

Pair choose(const Chain& chain, SignerKind kind, const KeyPair& foreign_key) {
    Pair pair{chain.signer, chain.authority};
    const auto take_foreign_key = [&](Entity& entity) {
        entity.key = foreign_key;
        entity.parameters = EcParameters::named;
        entity.algorithm = SignatureAlgorithm::ecdsa(chain.profile->digest);
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

Result<void> make_directories(const std::filesystem::path& parent) {
    for (const auto* name : {"csca", "csca-lds", "crl"}) {
        std::error_code error;
        std::filesystem::create_directories(parent / name, error);
        if (error) return fail(ErrorCode::io_failure);
    }
    return {};
}

}  // namespace

struct TestPki::State {
    std::map<std::string, Chain, std::less<>> chains;
    KeyPair foreign_key;
    std::vector<Bytes> anchors;
    std::vector<Bytes> lds_anchors;
    std::vector<Bytes> revocation_lists;
};

TestPki::TestPki(std::unique_ptr<State> state) : state_(std::move(state)) {}
TestPki::TestPki(TestPki&&) noexcept = default;
TestPki& TestPki::operator=(TestPki&&) noexcept = default;
TestPki::~TestPki() = default;

Result<TestPki> TestPki::load(const std::filesystem::path& data) {
    const std::filesystem::path keys = data / "pki";
    auto foreign_key = read_key(keys, "unknown-csca");
    if (!foreign_key) return std::unexpected{foreign_key.error()};
    auto state = std::make_unique<State>(State{.chains = {},
                                               .foreign_key = std::move(*foreign_key),
                                               .anchors = {},
                                               .lds_anchors = {},
                                               .revocation_lists = {}});
    for (const ChainProfile& profile : chain_profiles()) {
        auto chain = load_chain(profile, keys);
        if (!chain) return std::unexpected{chain.error()};
        (profile.lds_profile ? state->lds_anchors : state->anchors).push_back(chain->anchor);
        state->revocation_lists.push_back(chain->revocation_list);
        state->chains.emplace(profile.name, std::move(*chain));
    }
    return TestPki{std::move(state)};
}

Result<Bytes> TestPki::sign_security_object(std::string_view chain_name, SignerKind signer,
                                            const std::map<unsigned, Bytes>& data_groups) const {
    const auto found = state_->chains.find(chain_name);
    if (found == state_->chains.end()) return fail(ErrorCode::invalid_argument);
    const Chain& chain = found->second;
    const Pair pair = choose(chain, signer, state_->foreign_key);
    const SignerProfile profile = signer_profile(signer);
    const auto certificate = write_certificate(profile.certificate, pair.signer, pair.issuer);
    if (!certificate) return certificate;
    return write_security_object({.digest = chain.profile->digest,
                                  .reference = chain.profile->reference,
                                  .serial = profile.certificate.serial,
                                  .signing_time = profile.signing_time,
                                  .certificate = *certificate,
                                  .issuer_name = distinguished_name(pair.issuer)},
                                 pair.signer, data_groups);
}

Result<void> TestPki::write(const std::filesystem::path& directory) const {
    if (const auto made = make_directories(directory); !made) return made;
    for (const auto& [name, chain] : state_->chains) {
        const std::filesystem::path anchors = directory / (chain.profile->lds_profile ? "csca-lds" : "csca");
        // Both forms that a trust directory holds in the field: one of each, so that no anchor is there twice.
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

const std::vector<Bytes>& TestPki::anchors() const {
    return state_->anchors;
}

const std::vector<Bytes>& TestPki::lds_anchors() const {
    return state_->lds_anchors;
}

const std::vector<Bytes>& TestPki::revocation_lists() const {
    return state_->revocation_lists;
}

}  // namespace fivestar::sim
