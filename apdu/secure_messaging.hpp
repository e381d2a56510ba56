// Secure messaging, the terminal's side (ICAO Doc 9303-11 §9.8): every command and answer encrypted and authenticated.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/mac.hpp"

#include <memory>

namespace fivestar::apdu {

/// What access control agrees on.
struct SessionKeys {
    crypto::BlockCipher cipher;
    SecretBytes encryption;             ///< KS.Enc, key_size(cipher) octets
    SecretBytes mac;                    ///< KS.MAC, key_size(cipher) octets
    SecretBytes send_sequence_counter;  ///< SSC, block_size(cipher) octets, as it stands before the first command
};

/// KS.Enc and KS.MAC from the shared secret (§9.7.1), with this counter.
[[nodiscard]] SessionKeys derive_session_keys(ByteView shared_secret, crypto::BlockCipher cipher,
                                              ByteView send_sequence_counter);

/// How many plain octets fit a protected answer of `limit` octets (status word not counted): for 256, 231 with 3DES and
/// 223 with AES. 0 where none do.
[[nodiscard]] std::size_t max_plain_response(crypto::BlockCipher cipher, std::size_t limit);

/// Whether an answer's data field is whole data objects of secure messaging whose DO'99' repeats the status word.
/// Nothing of it is verified.
[[nodiscard]] bool is_protected_answer(const Response& answer);

/// A channel under session keys. It fails closed, once, for ever: a wrong MAC, an answer without DO'8E' or DO'99', a
/// naked status word, data objects unknown, twice or out of order, and any failure of `next` wipe the keys; from then
/// on every command is refused without being sent. The counter never goes back.
class SecureChannel final : public Channel {
  public:
    /// `next` must outlive this channel. `extended_length`: whether reader and chip are believed to take it; then an Le
    /// of 256 asks for 256 octets, which only a long protected answer holds. Without, it asks for as many of them as
    /// fit a short one. `invalid_key` if keys or counter have the wrong size.
    static Result<std::unique_ptr<SecureChannel>> create(Channel& next, const SessionKeys& keys,
                                                         bool extended_length = false);
    ~SecureChannel() override;

    /// The plain answer with the status word of DO'99'.
    ///
    /// Errors: `secure_messaging_failed`, with the naked status word in `sw` if there was one; those of `next`; and,
    /// without harm to the session, `invalid_argument` for a class byte that is not of the first interindustry range,
    /// has a bit for secure messaging or chaining, or for data too long to protect.
    Result<Response> transmit(const Command& command) override;

    /// Whether the session still stands.
    [[nodiscard]] bool alive() const { return session_ != nullptr; }

  private:
    struct Session;
    SecureChannel(Channel& next, std::unique_ptr<Session> session);

    Channel& next_;
    std::unique_ptr<Session> session_;  ///< null once the session has failed
};

}  // namespace fivestar::apdu
