// SPDX-License-Identifier: Apache-2.0
// The calls that the port form and the handle form share: what the desk answers, in the memory of the caller.
#pragma once

#include "compat/return_code.hpp"

namespace fivestar::compat {

/// `found` and 4 zeros.
[[nodiscard]] Code find_card(int port, unsigned char* iin, int if_open);
/// `success` and 4 zeros.
[[nodiscard]] Code select_card(int port, unsigned char* serial_number, int if_open);
/// 256 octets of text and 1,024 of photo. A photo that is not granted is zeros, with the length 0.
[[nodiscard]] Code read_card(int port, unsigned char* text, unsigned* text_length, unsigned char* photo,
                             unsigned* photo_length, int if_open);

}  // namespace fivestar::compat
