// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/mac.hpp"

#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/evp.hpp"
#include "crypto/primitives/openssl_owner.hpp"

#include <array>
#include <optional>
#include <string>

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace fivestar::crypto {
namespace {

constexpr std::size_t des_block = 8;
constexpr std::size_t aes_block = 16;
constexpr std::size_t least_mac = 8;

using MacContext = OpenSslOwner<EVP_MAC_CTX, EVP_MAC_CTX_free>;

MacContext cmac_context(BlockCipher cipher, ByteView key) {
    const OpenSslOwner<EVP_MAC, EVP_MAC_free> mac{EVP_MAC_fetch(nullptr, "CMAC", nullptr)};
    if (!mac) return nullptr;
    MacContext context{EVP_MAC_CTX_new(mac.get())};
    std::string name = EVP_CIPHER_get0_name(evp_cipher(cipher));
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name.data(), 0),
                                OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()) != 1) return nullptr;
    return context;
}

}  // namespace

struct Mac::State {
    /// The retail MAC (ISO/IEC 9797-1 algorithm 3) out of triple DES in CBC mode: all blocks but the last under K, K
    /// (which is single DES under K), and the last one under K, K'.
    struct RetailMac {
        CbcCipher leading;
        CbcCipher last;

        static Result<RetailMac> create(ByteView key) {
            SecretBytes twice{key.first(des_block)};
            twice.append(key.first(des_block));
            auto leading = CbcCipher::create(BlockCipher::triple_des, twice);
            auto last = CbcCipher::create(BlockCipher::triple_des, key);
            if (!leading || !last) return fail(ErrorCode::crypto_failure);
            return RetailMac{std::move(*leading), std::move(*last)};
        }

        Result<Bytes> compute(ByteView blocks) {
            const Bytes zeros(des_block);
            // The first block is the IV, which stays the chaining value if there is but one block.
            Bytes chain(blocks.size());
            const MutableByteView encrypted = MutableByteView{chain}.subspan(des_block);
            Bytes value(des_block);
            auto done = leading.encrypt(zeros, blocks.first(encrypted.size()), encrypted);
            if (done) done = last.encrypt(ByteView{chain}.last(des_block), blocks.last(des_block), value);
            if (!done) return std::unexpected{done.error()};
            return value;
        }
    };

    std::optional<RetailMac> retail;  ///< for triple_des
    MacContext cmac;                  ///< for AES
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
        auto retail = State::RetailMac::create(key);
        if (!retail) return std::unexpected{retail.error()};
        state->retail = std::move(*retail);
    } else {
        state->cmac = cmac_context(cipher, key);
        if (!state->cmac) return fail(ErrorCode::crypto_failure);
    }
    return Mac{std::move(state)};
}

Result<Bytes> Mac::compute(ByteView octets) {
    if (state_->retail) {
        if (octets.empty() || octets.size() % des_block != 0) return fail(ErrorCode::invalid_argument);
        return state_->retail->compute(octets);
    }
    const ErrorQueueGuard guard;
    Bytes value(aes_block);
    std::size_t written = 0;
    // A null key restarts the context under the same key.
    if (EVP_MAC_init(state_->cmac.get(), nullptr, 0, nullptr) != 1 ||
        EVP_MAC_update(state_->cmac.get(), octets.data(), octets.size()) != 1 ||
        EVP_MAC_final(state_->cmac.get(), value.data(), &written, value.size()) != 1 || written != value.size()) {
        return fail(ErrorCode::crypto_failure);
    }
    return value;
}

bool Mac::verify(ByteView octets, ByteView expected) {
    const auto value = compute(octets);
    return value && is_mac(expected, *value);
}

bool is_mac(ByteView octets, ByteView computed) {
    if (octets.size() < least_mac || octets.size() > computed.size()) return false;
    return constant_time_equal(computed.first(octets.size()), octets);
}

}  // namespace fivestar::crypto
