#include "crypto/mac.hpp"

#include "crypto/base/cleansed.hpp"
#include "crypto/constant_time.hpp"
#include "crypto/openssl_owner.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace fivestar::crypto {
namespace {

constexpr std::size_t des_block = 8;
constexpr std::size_t least_mac = 8;

using MacContext = OpenSslOwner<EVP_MAC_CTX, EVP_MAC_CTX_free>;

const char* cipher_name(BlockCipher cipher) {
    switch (cipher) {
        case BlockCipher::aes_128:
            return "AES-128-CBC";
        case BlockCipher::aes_192:
            return "AES-192-CBC";
        case BlockCipher::aes_256:
            return "AES-256-CBC";
        case BlockCipher::triple_des:
            break;
    }
    return "";
}

MacContext cmac_context(BlockCipher cipher, ByteView key) {
    const OpenSslOwner<EVP_MAC, EVP_MAC_free> mac{EVP_MAC_fetch(nullptr, "CMAC", nullptr)};
    if (!mac) return nullptr;
    MacContext context{EVP_MAC_CTX_new(mac.get())};
    std::string name = cipher_name(cipher);
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name.data(), 0),
                                OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()) != 1) return nullptr;
    return context;
}

}  // namespace

/// Either the two DES chains of the retail MAC or one CMAC context.
///
/// Single DES is not in OpenSSL's default provider. Two-key triple DES with both halves equal is single DES, so the
/// chain runs with K1=K2 and only the last block with the whole key (DES-EDE: E(K1) D(K2) E(K1)).
struct Mac::State {
    std::optional<CbcCipher> chain;
    std::optional<CbcCipher> last;
    MacContext cmac;
};

Mac::Mac(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mac::Mac(Mac&&) noexcept = default;
Mac& Mac::operator=(Mac&&) noexcept = default;
Mac::~Mac() = default;

Result<Mac> Mac::create(BlockCipher cipher, ByteView key) {
    const ErrorQueueGuard guard;
    if (key.size() != key_size(cipher)) return fail(ErrorCode::invalid_key);
    auto state = std::make_unique<State>();
    if (cipher == BlockCipher::triple_des) {
        SecretBytes twice{key.first(des_block)};
        twice.append(key.first(des_block));
        auto chain = CbcCipher::create(cipher, twice);
        auto last = CbcCipher::create(cipher, key);
        if (!chain || !last) return fail(ErrorCode::crypto_failure);
        state->chain.emplace(std::move(*chain));
        state->last.emplace(std::move(*last));
    } else {
        state->cmac = cmac_context(cipher, key);
        if (!state->cmac) return fail(ErrorCode::crypto_failure);
    }
    return Mac{std::move(state)};
}

Result<Bytes> Mac::compute(ByteView octets) {
    const ErrorQueueGuard guard;
    if (state_->cmac) {
        Bytes value(16);
        std::size_t written = 0;
        // A null key restarts the context under the key it has.
        if (EVP_MAC_init(state_->cmac.get(), nullptr, 0, nullptr) != 1 ||
            EVP_MAC_update(state_->cmac.get(), octets.data(), octets.size()) != 1 ||
            EVP_MAC_final(state_->cmac.get(), value.data(), &written, value.size()) != 1 || written != value.size()) {
            return fail(ErrorCode::crypto_failure);
        }
        return value;
    }
    if (octets.empty() || octets.size() % des_block != 0) return fail(ErrorCode::invalid_argument);
    Bytes chained(octets.size() - des_block);
    std::array<std::uint8_t, des_block> chain{};
    if (!chained.empty()) {
        const auto done = state_->chain->encrypt(chain, octets.first(chained.size()), chained);
        if (!done) return std::unexpected{done.error()};
        std::copy_n(chained.end() - des_block, des_block, chain.begin());
    }
    Bytes value(des_block);
    const auto done = state_->last->encrypt(chain, octets.last(des_block), value);
    if (!done) return std::unexpected{done.error()};
    return value;
}

bool Mac::verify(ByteView octets, ByteView expected) {
    const auto value = compute(octets);
    if (!value || expected.size() < least_mac || expected.size() > value->size()) return false;
    return constant_time_equal(ByteView{*value}.first(expected.size()), expected);
}

}  // namespace fivestar::crypto
