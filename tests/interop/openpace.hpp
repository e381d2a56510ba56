// OpenPACE (Debian's libeac) behind values: one party of PACE, chip authentication and secure messaging, written by
// other people. An oracle for tests; under the GPL, so that nothing that ships is ever linked with it.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace fivestar::interop {

struct Password {
    std::uint8_t reference;  ///< as MSE:Set AT names it: 1 the first two lines of a TD1's MRZ, 2 the CAN
    Bytes octets;
};

/// Whatever the library refuses throws std::runtime_error.
class OpenPace {
  public:
    OpenPace();
    ~OpenPace();

    // PACE with the generic mapping, in the order of the calls. The protocol is an object identifier's value octets,
    // the domain parameters are a number of ICAO Doc 9303-11 §9.5.1.
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

    // Chip authentication, version 1: no nonce goes into the keys, and nobody sends a token.
    void choose_chip_authentication(ByteView protocol, std::uint8_t parameter);
    void set_static_key(ByteView private_key, ByteView public_key);
    Bytes ephemeral_chip_authentication_key();
    void agree_chip_authentication(ByteView others_key);
    void start_chip_authentication_session();

    /// The library's one deviation: of Diffie-Hellman's shared secret it drops leading zeros, which RFC 2631 and Doc
    /// 9303-11 §9.7.1 keep. One secret in 256 has some; whoever meets one has to draw other keys.
    [[nodiscard]] bool dropped_zeros(std::size_t full_size) const;

    // Secure messaging with the keys of the last session that was started; the counter starts at zero.
    void count();
    [[nodiscard]] Bytes padded(ByteView octets) const;
    [[nodiscard]] Bytes encrypt(ByteView padded_octets) const;
    [[nodiscard]] Bytes decrypt(ByteView octets) const;  ///< with the padding taken off
    [[nodiscard]] Bytes mac(ByteView padded_octets) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fivestar::interop
