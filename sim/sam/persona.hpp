// Invented people whose cards only a SAM_V module reads, as data files: personas/sam/NAME.json. They have names of
// their own beside those of chips (sim/documents/persona.hpp): the same person may hold both.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::sim::sam {

/// What a module gets out of a card.
struct Card {
    Bytes text = {};          ///< 256 octets
    Bytes photo = {};         ///< 1,024 octets, which no decoder of real photographs takes
    Bytes fingerprints = {};  ///< 0, 512 or 1,024 octets
    Bytes addresses = {};     ///< appended ones, 70 octets each, at most 4
    Bytes management = {};    ///< 28 octets: issuer identification 4, chip serial 8, management number 16
};

struct Persona {
    std::string name = {};
    std::string number = {};  ///< as the text record has it
    Card card = {};
};

/// Sorted. `io_failure` if there are none to be seen.
[[nodiscard]] Result<std::vector<std::string>> persona_names(const std::filesystem::path& data);

/// Reads `data`/personas/sam/NAME.json. `io_failure` if it is missing, `malformed` if it does not follow the format (an
/// unknown member is an error) or a field does not fit, `invalid_argument` if NAME is no plain name.
[[nodiscard]] Result<Persona> load_persona(const std::filesystem::path& data, std::string_view name);

}  // namespace fivestar::sim::sam
