// SPDX-License-Identifier: Apache-2.0
// Secure messaging (ICAO Doc 9303-11 §9.8) of either side with OpenPACE's ciphers, MACs and padding. Only the data
// objects are encoded here.
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"
#include "tests/interop/openpace.hpp"

#include <optional>

namespace fivestar::interop {

/// Chip: returns the plain command, or nullopt if its MAC or form is wrong.
[[nodiscard]] std::optional<apdu::Command> unprotect(OpenPace& chip, const apdu::Command& command);
[[nodiscard]] apdu::Response protect(OpenPace& chip, const apdu::Response& response);

/// Terminal: for commands with an even INS.
[[nodiscard]] apdu::Command protect(OpenPace& terminal, const apdu::Command& command);
/// Terminal: returns the plain response, or nullopt if its MAC or form is wrong.
[[nodiscard]] std::optional<apdu::Response> unprotect(OpenPace& terminal, const apdu::Response& response);

}  // namespace fivestar::interop
