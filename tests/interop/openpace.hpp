// SPDX-License-Identifier: Apache-2.0
// A C++ interface to OpenPACE (Debian's libeac), an independent implementation of PACE, chip authentication and secure
// messaging. It is under the GPL: only tests may be linked with it.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace fivestar::interop {

struct Password {
    std::uint8_t reference;  ///< as in MSE:Set AT: 1 the MRZ (the first two lines of a TD1), 2 the CAN
    Bytes octets;
};

/// Throws std::runtime_error if the library refuses.
class OpenPace {
  public:
    OpenPace();
    ~OpenPace();

    // PACE with generic mapping, in the order of the calls. The protocol is the value of an object identifier, the
    // domain parameters are a number of ICAO Doc 9303-11 §9.5.1.
    void choose_pace(ByteView protocol, std::uint8_t parameter);
    Bytes encrypted_nonce(const Password& password);
    void decrypt_nonce(const Password& password, ByteView encrypted);
    Bytes mapping_key();
    void map(ByteView others_mapping_key);
    Bytes ephemeral_key();
    void agree(ByteView others_key);
    Bytes token(ByteView others_key);
    [[nodiscard]] bool is_right(ByteView others_token) const;
    void start_pace_session();

    // Chip authentication version 1: no nonce in the key derivation, no token.
    void choose_chip_authentication(ByteView protocol, std::uint8_t parameter);
    void set_static_key(ByteView private_key, ByteView public_key);
    Bytes ephemeral_chip_authentication_key();
    void agree_chip_authentication(ByteView others_key);
    void start_chip_authentication_session();

    /// The library deviates in one point: it drops leading zeros of a Diffie-Hellman shared secret, which RFC 2631 and
    /// Doc 9303-11 §9.7.1 keep. One secret in 256 has some; tests then draw other keys.
    [[nodiscard]] bool dropped_zeros(std::size_t full_size) const;

    // Secure messaging with the keys of the last session. The counter starts at zero.
    void count();
    [[nodiscard]] Bytes padded(ByteView octets) const;
    [[nodiscard]] Bytes encrypt(ByteView padded_octets) const;
    [[nodiscard]] Bytes decrypt(ByteView octets) const;  ///< without padding
    [[nodiscard]] Bytes mac(ByteView padded_octets) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::interop
