// SPDX-License-Identifier: Apache-2.0
#include "sim/pki/pki.hpp"

#include "crypto/base/text.hpp"
#include "sim/data_file.hpp"
#include "sim/pki/issuing_chain.hpp"

#include <map>

namespace fivestar::sim {
namespace {

std::string pem_certificate(ByteView der) {
    constexpr std::size_t line = 64;
    const std::string base64 = to_base64(der);
    std::string text = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < base64.size(); at += line) text += base64.substr(at, line) + '\n';
    return text + "-----END CERTIFICATE-----\n";
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
    std::map<std::string, IssuingChain, std::less<>> chains;
    crypto::KeyPair foreign_key;
    crypto::KeyPair impostor_rsa_key;
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
    auto impostor_key = read_key(keys, "impostor-rsa");
    if (!impostor_key) return std::unexpected{impostor_key.error()};
    auto state = std::make_unique<State>(State{.chains = {},
                                               .foreign_key = std::move(*foreign_key),
                                               .impostor_rsa_key = std::move(*impostor_key),
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
    return sim::sign_security_object(found->second, signer, state_->foreign_key, data_groups);
}

Result<Bytes> TestPki::sign_card_security(std::string_view chain_name, ByteView security_infos) const {
    const auto found = state_->chains.find(chain_name);
    if (found == state_->chains.end()) return fail(ErrorCode::invalid_argument);
    return sim::sign_card_security(found->second, state_->foreign_key, security_infos);
}

const crypto::KeyPair& TestPki::impostor_key(bool rsa) const {
    return rsa ? state_->impostor_rsa_key : state_->foreign_key;
}

Result<void> TestPki::write(const std::filesystem::path& directory) const {
    if (const auto made = make_directories(directory); !made) return made;
    for (const auto& [name, chain] : state_->chains) {
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
