// SPDX-License-Identifier: Apache-2.0
// Basic access control on the card's side (ICAO Doc 9303-11 §4.3).
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "sim/chip/session_keys.hpp"

#include <string_view>

namespace fivestar::sim {

/// K.Enc and K.MAC of a document.
struct BasicAccessKeys {
    SecretBytes encryption;
    SecretBytes mac;
};

/// Derives the keys from MRZ_information: document number, birth date and expiry date, each with its check digit.
[[nodiscard]] BasicAccessKeys derive_basic_access_keys(std::string_view mrz_information);

class BasicAccess {
  public:
    static constexpr std::size_t challenge_size = 8;
    static constexpr std::size_t cryptogram_size = 40;

    struct Opened {
        Bytes answer;  ///< E.IC and M.IC, 40 octets
        SessionKeys keys;
    };

    explicit BasicAccess(BasicAccessKeys keys) : keys_(std::move(keys)) {}

    /// Checks `cryptogram` (E.IFD and M.IFD) against the challenge RND.IC and draws K.IC, 16 octets, from `random`.
    /// Returns `access_denied` for every failure.
    Result<Opened> authenticate(ByteView challenge, ByteView cryptogram, Random& random) const;

  private:
    BasicAccessKeys keys_;
};

}  // namespace fivestar::sim
