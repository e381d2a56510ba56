// SPDX-License-Identifier: Apache-2.0
// A name for a person that tells nothing of the person: the same for the same client each time, another for every other
// client, and not to be turned back without the key.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "identity/record.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace fivestar::identity {

class Pseudonyms {
  public:
    static constexpr std::size_t key_size = 32;        ///< octets
    static constexpr std::size_t pseudonym_size = 32;  ///< hexadecimal digits: 128 bits

    /// `key`: `key_size` random octets.
    explicit Pseudonyms(SecretBytes key);

    /// HMAC-SHA-256 of client, issuing state and document number, cut to 128 bits. Nothing else of the record counts: a
    /// card of 2023 that is renewed keeps all eighteen digits, whatever becomes of the holder's name and nationality. A
    /// passport's number is the booklet's, so a new passport has a new pseudonym. nullopt for a document without number
    /// or issuing state.
    [[nodiscard]] std::optional<PersonalText> of(const Document& document, std::string_view client) const;

  private:
    SecretBytes key_;
};

}  // namespace fivestar::identity
