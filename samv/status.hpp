// SPDX-License-Identifier: Apache-2.0
// SW3, the status in every reply of a SAM_V module (GA/T 467-2019).
#pragma once

#include <cstdint>
#include <string_view>

namespace fivestar::samv {

/// Any octet is possible. An octet without a name here is kept unchanged.
enum class Status : std::uint8_t {
    checksum_error = 0x10,  ///< in the frame that the module received
    length_error = 0x11,    ///< in the frame that the module received
    bad_command = 0x21,     ///< command or parameter
    unrecognised_command = 0x24,
    sam_not_authenticated = 0x31,   ///< the card did not accept the SAM
    card_not_authenticated = 0x32,  ///< the SAM did not accept the card
    verification_failed = 0x33,     ///< the card's information does not verify
    wrong_card_type = 0x40,
    read_failed = 0x41,
    random_number_failed = 0x47,
    self_test_failed = 0x60,
    sam_not_authorised = 0x66,
    find_failed = 0x80,
    select_failed = 0x81,
    success = 0x90,
    no_such_item = 0x91,  ///< for example a card without appended addresses
    card_found = 0x9F,
};

/// The meaning in words, for logs and problems; `unknown` for an octet without a name.
[[nodiscard]] std::string_view to_string(Status status);

}  // namespace fivestar::samv
