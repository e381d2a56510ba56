// SPDX-License-Identifier: Apache-2.0
// Secure messaging on the card's side (ICAO Doc 9303-11 §9.8): unwraps commands and wraps responses. The terminal's
// side is in apdu/; both share only the ciphers.
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/mac.hpp"
#include "sim/chip/quirks.hpp"
#include "sim/chip/session_keys.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::sim {

class CardSession {
  public:
    /// Returns `invalid_key` for keys or a counter of the wrong size.
    static Result<CardSession> create(SessionKeys keys);

    /// Unwraps a protected command. After a failure the session is over and the error's `sw` is the unprotected
    /// response: 6987 if data objects are missing, 6988 if they are wrong.
    Result<apdu::Command> unwrap(const apdu::Command& protected_command);

    /// The number of plain data octets that fit into a protected response of `octets` octets.
    [[nodiscard]] std::size_t capacity(std::size_t octets) const;

    /// Wraps the response to the last unwrapped command. The unprotected status word repeats DO'99', as on real chips.
    /// A fault of the data objects damages the wrapped response.
    Result<apdu::Response> wrap(const apdu::Response& plain, std::optional<Fault> fault = {});

  private:
    CardSession(crypto::CbcCipher cipher, crypto::Mac mac, SecretBytes counter);
    void count();
    [[nodiscard]] Result<Bytes> initial_vector();
    /// The MAC input: counter, padded header, and the data objects, padded if there are any.
    [[nodiscard]] Bytes authenticated(ByteView header, ByteView objects) const;
    [[nodiscard]] Result<Bytes> decrypt(ByteView cryptogram);
    [[nodiscard]] Result<Bytes> encrypt(ByteView plain);
    [[nodiscard]] std::size_t block() const { return counter_.size(); }

    crypto::CbcCipher cipher_;
    crypto::Mac mac_;
    SecretBytes counter_;
    std::uint8_t instruction_ = 0;  ///< of the current command: selects DO'87' or DO'85'
};

}  // namespace fivestar::sim
