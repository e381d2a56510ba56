// SPDX-License-Identifier: Apache-2.0
// Secure messaging, terminal side (ICAO Doc 9303-11 §9.8): encrypts and authenticates every command and answer.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <memory>

namespace fivestar::apdu {

/// The session keys that access control agrees on.
struct SessionKeys {
    crypto::BlockCipher cipher;
    SecretBytes encryption;             ///< KS.Enc, key_size(cipher) octets
    SecretBytes mac;                    ///< KS.MAC, key_size(cipher) octets
    SecretBytes send_sequence_counter;  ///< SSC, block_size(cipher) octets, as it stands before the first command
};

/// Derives KS.Enc and KS.MAC from the shared secret (§9.7.1), with this send sequence counter.
[[nodiscard]] SessionKeys derive_session_keys(ByteView shared_secret, crypto::BlockCipher cipher,
                                              ByteView send_sequence_counter);

/// Returns the number of plain octets that fit a protected answer of `limit` octets without its status word: for 256,
/// 231 with 3DES and 223 with AES. 0 if none fit.
[[nodiscard]] std::size_t max_plain_response(crypto::BlockCipher cipher, std::size_t limit);

/// Tells whether an answer's data field consists of whole data objects of secure messaging whose DO'99' repeats the
/// status word. Verifies nothing.
[[nodiscard]] bool is_protected_answer(const Response& answer);

/// A channel under session keys. It fails closed: a wrong MAC, an answer without DO'8E' or DO'99', an unprotected
/// status word, data objects that are unknown, repeated or out of order, and any failure of `next` zeroize the keys.
/// From then on every command is refused without being sent. Each answer is verified before the next command is sent.
class SecureChannel final : public Channel {
  public:
    /// `next` must outlive this channel. With `extended_length` (reader and chip are believed to take it) an Le of 256
    /// requests 256 octets, which only a long protected answer holds. Without, it requests as many of them as fit a
    /// short one. `invalid_key` if keys or counter have the wrong size.
    static Result<std::unique_ptr<SecureChannel>> create(Channel& next, const SessionKeys& keys,
                                                         bool extended_length = false);
    ~SecureChannel() override;

    /// Returns the plain answer with the status word of DO'99'.
    ///
    /// Errors: `secure_messaging_failed`, with the unprotected status word in `sw` if there was one; those of `next`;
    /// and `invalid_argument`, which does not end the session, for a class byte that is not of the first interindustry
    /// range or has a bit for secure messaging or chaining, and for data too long to protect.
    Result<Response> transmit(const Command& command) override;

    /// Tells whether the session is still valid.
    [[nodiscard]] bool alive() const { return session_ != nullptr; }

  private:
    struct Session;
    SecureChannel(Channel& next, std::unique_ptr<Session> session);

    Channel& next_;
    std::unique_ptr<Session> session_;  ///< null after a failure
};

}  // namespace fivestar::apdu
