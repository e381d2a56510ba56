// SPDX-License-Identifier: Apache-2.0
// The return codes of the SDT interface: SW3 of GA/T 467, and those that a library adds for faults before the module.
#pragma once

#include <cstdint>
#include <string_view>

namespace fivestar::compat {

enum class Code : std::uint8_t {
    port = 0x01,         ///< no such port, or it is not open, or the daemon cannot be reached
    timeout = 0x02,      ///< the daemon, the reader or the module did not answer in time
    transfer = 0x03,     ///< the answer of the daemon cannot be understood
    parameter = 0x21,    ///< a null pointer, a pointer to memory that cannot be written, a value out of range
    refused = 0x23,      ///< the daemon grants this to another program only, or the file cannot be written
    unknown = 0x24,      ///< the module does not know the command
    sam_refused = 0x31,  ///< the card did not authenticate the module
    card_refused = 0x32,
    data = 0x33,       ///< the data of the card are not valid
    kind = 0x40,       ///< a kind of card that this program may not see, or that nobody knows
    read = 0x41,       ///< no card was selected, or it is gone, or reading failed
    self_test = 0x60,  ///< of the module
    success = 0x90,
    no_item = 0x91,    ///< the card does not have this item
    not_found = 0x80,  ///< no card, or only one that was read already
    not_selected = 0x81,
    found = 0x9F,
};

[[nodiscard]] constexpr int number_of(Code code) {
    return static_cast<int>(code);
}

/// A text for people, in ASCII, shorter than 64 characters; empty for a number that is no code.
[[nodiscard]] std::string_view text_of(int code);

}  // namespace fivestar::compat
