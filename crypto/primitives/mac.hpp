// SPDX-License-Identifier: Apache-2.0
// Message authentication codes: the retail MAC of ISO/IEC 9797-1 (algorithm 3, DES) and CMAC (NIST SP 800-38B).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <memory>

namespace fivestar::crypto {

/// Compares a truncated MAC with a computed one in constant time. False unless it has 8 octets at least, and no more
/// than the computed one.
[[nodiscard]] bool is_mac(ByteView octets, ByteView computed);

/// Computes MACs under one key: with `triple_des` the retail MAC over whole blocks of 8 octets, which the caller has
/// padded; with AES the CMAC over any number of octets.
class Mac {
  public:
    /// `invalid_key` if the key has another size than `key_size(cipher)`.
    static Result<Mac> create(BlockCipher cipher, ByteView key);
    Mac(Mac&&) noexcept;
    Mac& operator=(Mac&&) noexcept;
    ~Mac();

    /// Returns the MAC: 8 octets for the retail MAC, 16 for CMAC. `invalid_argument` if the retail MAC's input is not
    /// whole blocks.
    Result<Bytes> compute(ByteView octets);

    /// Computes the MAC and compares it with `is_mac`.
    bool verify(ByteView octets, ByteView expected);

  private:
    struct State;
    explicit Mac(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::crypto
