// SPDX-License-Identifier: Apache-2.0
// Personas whose cards only a SAM_V module reads: personas/sam/NAME.json. Their names are independent of those of chips
// (sim/documents/persona.hpp): a person may have both.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::sim::sam {

/// The data that a module reads from a card.
struct Card {
    Bytes text = {};          ///< 256 octets
    Bytes photo = {};         ///< 1,024 octets, not decodable
    Bytes fingerprints = {};  ///< 0, 512 or 1,024 octets
    Bytes addresses = {};     ///< appended addresses, 70 octets each, at most 4
    Bytes management = {};    ///< 28 octets: issuer identification 4, chip serial 8, management number 16
};

struct Persona {
    std::string name = {};
    std::string number = {};  ///< as in the text record
    Card card = {};
};

/// Sorted. Returns `io_failure` if there are none.
[[nodiscard]] Result<std::vector<std::string>> persona_names(const std::filesystem::path& data);

/// Reads `data`/personas/sam/NAME.json. Errors: `io_failure` if it is missing, `malformed` if it does not follow the
/// format (unknown members included) or a field does not fit, `invalid_argument` if NAME is not a plain name.
[[nodiscard]] Result<Persona> load_persona(const std::filesystem::path& data, std::string_view name);

}  // namespace fivestar::sim::sam
