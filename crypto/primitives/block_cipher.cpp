// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/block_cipher.hpp"

#include "crypto/primitives/evp.hpp"
#include "crypto/primitives/openssl_owner.hpp"

#include <array>

namespace fivestar::crypto {
namespace {

using Context = OpenSslOwner<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

Result<Context> keyed(BlockCipher cipher, ByteView key, int encrypting) {
    Context context{EVP_CIPHER_CTX_new()};
    if (!context ||
        EVP_CipherInit_ex(context.get(), evp_cipher(cipher), nullptr, key.data(), nullptr, encrypting) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    return context;
}

Result<void> run(EVP_CIPHER_CTX* context, std::size_t block, ByteView iv, ByteView in, MutableByteView out) {
    const ErrorQueueGuard guard;
    if (iv.size() != block || in.size() % block != 0 || out.size() != in.size() || in.size() > INT32_MAX) {
        return fail(ErrorCode::invalid_argument);
    }
    int written = 0;
    // A null cipher and a null key keep the expanded key, and set this IV; -1 keeps the direction.
    if (EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, iv.data(), -1) != 1 ||
        EVP_CipherUpdate(context, out.data(), &written, in.data(), static_cast<int>(in.size())) != 1 ||
        static_cast<std::size_t>(written) != in.size()) {
        return fail(ErrorCode::crypto_failure);
    }
    return {};
}

}  // namespace

struct CbcCipher::State {
    Context encrypting;
    Context decrypting;
};

const EVP_CIPHER* evp_cipher(BlockCipher cipher) {
    constexpr std::array functions{EVP_des_ede_cbc, EVP_aes_128_cbc, EVP_aes_192_cbc, EVP_aes_256_cbc};
    return functions.at(static_cast<std::size_t>(cipher))();
}

std::size_t block_size(BlockCipher cipher) {
    return cipher == BlockCipher::triple_des ? 8 : 16;
}

std::size_t key_size(BlockCipher cipher) {
    constexpr std::array<std::size_t, 4> sizes{16, 16, 24, 32};
    return sizes.at(static_cast<std::size_t>(cipher));
}

CbcCipher::CbcCipher(BlockCipher cipher, std::unique_ptr<State> state) : cipher_(cipher), state_(std::move(state)) {}
CbcCipher::CbcCipher(CbcCipher&&) noexcept = default;
CbcCipher& CbcCipher::operator=(CbcCipher&&) noexcept = default;
CbcCipher::~CbcCipher() = default;

Result<CbcCipher> CbcCipher::create(BlockCipher cipher, ByteView key) {
    const ErrorQueueGuard guard;
    if (key.size() != key_size(cipher)) return fail(ErrorCode::invalid_key);
    auto encrypting = keyed(cipher, key, 1);
    auto decrypting = keyed(cipher, key, 0);
    if (!encrypting || !decrypting) return fail(ErrorCode::crypto_failure);
    return CbcCipher{cipher, std::make_unique<State>(std::move(*encrypting), std::move(*decrypting))};
}

Result<void> CbcCipher::encrypt(ByteView iv, ByteView in, MutableByteView out) {
    return run(state_->encrypting.get(), block_size(cipher_), iv, in, out);
}

Result<void> CbcCipher::decrypt(ByteView iv, ByteView in, MutableByteView out) {
    return run(state_->decrypting.get(), block_size(cipher_), iv, in, out);
}

}  // namespace fivestar::crypto
