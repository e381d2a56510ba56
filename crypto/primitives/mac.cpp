#include "crypto/primitives/mac.hpp"

#include "crypto/primitives/chained_des.hpp"
#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/openssl_owner.hpp"
#include "crypto/primitives/sliced_des.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace fivestar::crypto {
namespace {

constexpr std::size_t des_block = ChainedDes::block;
constexpr std::size_t aes_block = 16;
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

/// K and K' of the retail MAC, expanded.
struct RetailMac {
    explicit RetailMac(ByteView key) : first(key.first(des_block)), second(key.last(des_block)), many(key) {}

    /// ISO/IEC 9797-1 algorithm 3: the chain under K; its end decrypted under K', and encrypted under K.
    [[nodiscard]] Bytes compute(ByteView blocks) const {
        const auto octets = ChainedDes::octets(first.encrypt(second.decrypt(first.chain(blocks))));
        return {octets.begin(), octets.end()};
    }

    ChainedDes first;
    ChainedDes second;
    SlicedDes many;
};

}  // namespace

struct Mac::State {
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
        state->retail.emplace(key);
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
    // A null key restarts the context under the key it has.
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

Result<std::vector<Bytes>> Mac::compute_each(std::span<const ByteView> messages) {
    std::vector<Bytes> macs;
    macs.reserve(messages.size());
    while (macs.size() < messages.size()) {
        // As many as are of one length.
        auto alike = messages.subspan(macs.size());
        const auto other =
            std::ranges::find_if(alike, [&](ByteView message) { return message.size() != alike.front().size(); });
        alike = alike.first(static_cast<std::size_t>(other - alike.begin()));
        const std::size_t length = alike.front().size();
        if (state_->retail && alike.size() >= SlicedDes::worthwhile && length != 0 && length % des_block == 0) {
            std::vector<SlicedDes::MacValue> values(alike.size());
            state_->retail->many.retail_macs(alike, values);
            for (const SlicedDes::MacValue& value : values) macs.emplace_back(value.begin(), value.end());
            continue;
        }
        for (const ByteView message : alike) {
            auto mac = compute(message);
            if (!mac) return std::unexpected{mac.error()};
            macs.push_back(std::move(*mac));
        }
    }
    return macs;
}

}  // namespace fivestar::crypto
