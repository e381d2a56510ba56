// SPDX-License-Identifier: Apache-2.0
// Chip authentication version 1 on the card's side (ICAO Doc 9303-11 §6.2): MSE:Set KAT, or MSE:Set AT and GENERAL
// AUTHENTICATE.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "sim/chip/reply.hpp"
#include "sim/chip/security_protocol.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fivestar::sim {

/// A static key of a chip and the ciphers that it may be used with.
struct ChipAuthenticationKey {
    std::uint8_t parameter = 13;  ///< number of the standardised domain parameters
    std::vector<crypto::BlockCipher> ciphers = {};
    std::optional<std::uint8_t> key_id = {};
    SecretBytes private_key = {};
};

class ChipAuthentication {
  public:
    /// `keys` must outlive the object.
    explicit ChipAuthentication(const std::vector<ChipAuthenticationKey>& keys) : keys_(keys) {}

    void abandon() { chosen_.reset(); }
    /// Takes the data of MSE:Set KAT (3DES only). The reply carries a new session.
    [[nodiscard]] Reply set_key_agreement(ByteView data) const;
    /// Takes the data of MSE:Set AT.
    Reply select(ByteView data);
    [[nodiscard]] bool running() const { return chosen_.has_value(); }
    /// Takes the data of GENERAL AUTHENTICATE. The reply carries a new session.
    Reply authenticate(ByteView data);

  private:
    struct Choice {
        const ChipAuthenticationKey* key;
        crypto::BlockCipher cipher;
    };
    /// Finds the keys for this cipher (and of this kind, if given) that the reference in `data` names.
    [[nodiscard]] const ChipAuthenticationKey* find(ByteView data, crypto::BlockCipher cipher,
                                                    std::optional<KeyAgreement> agreement) const;

    const std::vector<ChipAuthenticationKey>& keys_;
    std::optional<Choice> chosen_;
};

}  // namespace fivestar::sim
