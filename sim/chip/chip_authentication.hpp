// Chip authentication version 1, seen from the card (ICAO Doc 9303-11 §6.2): by MSE:Set KAT, or by MSE:Set AT and
// GENERAL AUTHENTICATE.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "sim/chip/agreement_group.hpp"
#include "sim/chip/reply.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fivestar::sim {

/// One static key of a chip, and what it may be used with.
struct ChipAuthenticationKey {
    std::uint8_t parameter = 13;  ///< number of the standardised domain parameters
    std::vector<crypto::BlockCipher> ciphers = {};
    std::optional<std::uint8_t> key_id = {};
    SecretBytes private_key = {};
};

class ChipAuthentication {
  public:
    /// `keys` outlive the object.
    explicit ChipAuthentication(const std::vector<ChipAuthenticationKey>& keys) : keys_(keys) {}

    void abandon() { chosen_.reset(); }
    /// The data of MSE:Set KAT, which is for 3DES alone; the answer brings a new session.
    [[nodiscard]] Reply set_key_agreement(ByteView data) const;
    /// The data of MSE:Set AT.
    Reply select(ByteView data);
    [[nodiscard]] bool running() const { return chosen_.has_value(); }
    /// The data of GENERAL AUTHENTICATE; the answer brings a new session.
    Reply authenticate(ByteView data);

  private:
    struct Choice {
        const ChipAuthenticationKey* key;
        crypto::BlockCipher cipher;
    };
    /// The keys that take this cipher, one of the kind if that is given, as the reference in `data` says.
    [[nodiscard]] const ChipAuthenticationKey* find(ByteView data, crypto::BlockCipher cipher,
                                                    std::optional<KeyAgreement> agreement) const;

    const std::vector<ChipAuthenticationKey>& keys_;
    std::optional<Choice> chosen_;
};

}  // namespace fivestar::sim
