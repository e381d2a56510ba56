// SPDX-License-Identifier: Apache-2.0
// Block ciphers in CBC mode for secure messaging and basic access control (ICAO Doc 9303-11 §4.3, §9.8).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <memory>

namespace fivestar::crypto {

/// The block ciphers. `triple_des` is the two-key form with a 16-octet key.
enum class BlockCipher : std::uint8_t { triple_des, aes_128, aes_192, aes_256 };

/// Returns the octets of a block: 8 or 16.
[[nodiscard]] std::size_t block_size(BlockCipher cipher);
/// Returns the octets of a key: 16, 16, 24, 32.
[[nodiscard]] std::size_t key_size(BlockCipher cipher);

/// Encrypts and decrypts in CBC mode without padding under one key. Zeroizes the expanded key.
class CbcCipher {
  public:
    /// `invalid_key` if the key has another size than `key_size(cipher)`.
    static Result<CbcCipher> create(BlockCipher cipher, ByteView key);
    CbcCipher(CbcCipher&&) noexcept;
    CbcCipher& operator=(CbcCipher&&) noexcept;
    ~CbcCipher();

    [[nodiscard]] BlockCipher cipher() const { return cipher_; }

    /// `iv` is one block; `in` a whole number of blocks; `out` as long as `in` and not overlapping it.
    /// `invalid_argument` otherwise.
    Result<void> encrypt(ByteView iv, ByteView in, MutableByteView out);
    Result<void> decrypt(ByteView iv, ByteView in, MutableByteView out);

  private:
    struct State;
    CbcCipher(BlockCipher cipher, std::unique_ptr<State> state);
    BlockCipher cipher_;
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::crypto
