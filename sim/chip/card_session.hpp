// Secure messaging, seen from the card (ICAO Doc 9303-11 §9.8): unwraps commands, wraps responses. The terminal's side
// is apdu/'s; the two share nothing but the ciphers.
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/mac.hpp"
#include "sim/chip/session_keys.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::sim {

/// What is done to an answer on purpose (quirks.hpp).
enum class Damage : std::uint8_t {
    none,
    without_do99,
    without_do8e,
    wrong_mac,
    empty_do99,
    short_do99,
    long_do99,
};

class CardSession {
  public:
    /// `invalid_key` for keys or a counter of the wrong size.
    static Result<CardSession> create(SessionKeys keys);

    /// The command inside a protected one. On failure the session is over and the error's `sw` is the naked answer:
    /// 6987 when data objects are missing, 6988 when they are wrong.
    Result<apdu::Command> unwrap(const apdu::Command& protected_command);

    /// The most data octets an answer can hold that has to fit `octets`.
    [[nodiscard]] std::size_t capacity(std::size_t octets) const;

    /// The protected answer to the last unwrapped command.
    Result<apdu::Response> wrap(const apdu::Response& plain, Damage damage = Damage::none);

  private:
    CardSession(crypto::CbcCipher cipher, crypto::Mac mac, SecretBytes counter);
    void count();
    [[nodiscard]] Result<Bytes> initial_vector();
    /// What a MAC is computed over: counter, padded header, and the data objects, padded if there are any.
    [[nodiscard]] Bytes authenticated(ByteView header, ByteView objects) const;
    [[nodiscard]] Result<Bytes> decrypt(ByteView cryptogram);
    [[nodiscard]] Result<Bytes> encrypt(ByteView plain);
    [[nodiscard]] std::size_t block() const { return counter_.size(); }

    crypto::CbcCipher cipher_;
    crypto::Mac mac_;
    SecretBytes counter_;
    std::uint8_t instruction_ = 0;  ///< of the command being answered: decides between DO'87' and DO'85'
};

}  // namespace fivestar::sim
