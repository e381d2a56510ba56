// SPDX-License-Identifier: Apache-2.0
// The passwords of PACE (ICAO Doc 9303-11 §4.4, §9.7.3; PIN and PUK: BSI TR-03110-3 §A.1.1).
#pragma once

#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <cstdint>

namespace fivestar::apdu {

/// The kinds of password, with their values in MSE:Set AT.
enum class PasswordKind : std::uint8_t { mrz = 1, can = 2, pin = 3, puk = 4 };

class PacePassword {
  public:
    /// Makes the password from MRZ_information (document number, birth and expiry, each with its check digit): its
    /// SHA-1.
    [[nodiscard]] static PacePassword mrz(ByteView mrz_information);
    /// Makes the password from its digits (ISO 8859-1), as printed (CAN) or remembered (PIN, PUK).
    [[nodiscard]] static PacePassword digits(PasswordKind kind, ByteView digits);

    [[nodiscard]] PasswordKind kind() const { return kind_; }
    /// Derives K_pi, the key that the chip encrypts its nonce with.
    [[nodiscard]] SecretBytes key(crypto::BlockCipher cipher) const;

  private:
    PacePassword(PasswordKind kind, SecretBytes encoded) : kind_(kind), encoded_(std::move(encoded)) {}
    PasswordKind kind_;
    SecretBytes encoded_;
};

}  // namespace fivestar::apdu
