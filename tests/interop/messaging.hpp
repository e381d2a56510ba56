// Secure messaging (ICAO Doc 9303-11 §9.8) with OpenPACE's ciphers, MACs and padding: the data objects around them,
// either side's.
#pragma once

#include "apdu/command.hpp"
#include "apdu/response.hpp"
#include "tests/interop/openpace.hpp"

#include <optional>

namespace fivestar::interop {

/// The chip's side: the plain command; nullopt if its MAC is wrong, or its form.
[[nodiscard]] std::optional<apdu::Command> unprotect(OpenPace& chip, const apdu::Command& command);
[[nodiscard]] apdu::Response protect(OpenPace& chip, const apdu::Response& response);

/// The terminal's side, for commands with INS even.
[[nodiscard]] apdu::Command protect(OpenPace& terminal, const apdu::Command& command);
/// The plain answer; nullopt if its MAC is wrong, or its form.
[[nodiscard]] std::optional<apdu::Response> unprotect(OpenPace& terminal, const apdu::Response& response);

}  // namespace fivestar::interop
