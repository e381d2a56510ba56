// Message authentication codes: the retail MAC of ISO/IEC 9797-1 (algorithm 3, DES) and CMAC (NIST SP 800-38B).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <cstdint>
#include <memory>

namespace fivestar::crypto {

/// Whether the leading octets of a MAC are these, compared in constant time. They are at least 8 and no more than the
/// MAC has; anything else is never accepted.
[[nodiscard]] bool is_mac(ByteView octets, ByteView computed);

/// A MAC under one key. With `triple_des` it is the retail MAC over whole blocks of 8 octets, which the caller has
/// padded; with AES it is CMAC over octets of any number.
class Mac {
  public:
    /// `invalid_key` if the key has another size than `key_size(cipher)`.
    static Result<Mac> create(BlockCipher cipher, ByteView key);
    Mac(Mac&&) noexcept;
    Mac& operator=(Mac&&) noexcept;
    ~Mac();

    /// 8 octets for the retail MAC, 16 for CMAC. `invalid_argument` if the retail MAC's input is not whole blocks.
    Result<Bytes> compute(ByteView octets);

    /// Whether `is_mac` says so of the MAC of these octets.
    bool verify(ByteView octets, ByteView expected);

  private:
    struct State;
    explicit Mac(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::crypto
