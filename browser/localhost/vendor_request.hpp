// SPDX-License-Identifier: Apache-2.0
// The requests of the vendors' forms: targets of GET, and text frames of a WebSocket.
#pragma once

#include "browser/localhost/vendor_forms.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace fivestar::browser {

/// Octets of a text frame.
inline constexpr std::size_t max_command_size = 128;

enum class VendorAct : std::uint8_t {
    read,
    read_continuously,  ///< each card that is laid down, until `stop`
    stop,
    version,
    acknowledge,  ///< opening and closing a device, and its beep, which mean nothing here
    unknown,      ///< a command of EST for something else than identity cards
};

struct VendorRequest {
    VendorAct act = VendorAct::unknown;
    std::string command = {};  ///< of EST, up to and with its `#`
};

enum class TargetFault : std::uint8_t {
    no_such_path,
    jsonp,  ///< the answer would be a script that every page may load
};
inline constexpr EnumNames<TargetFault::jsonp> target_fault_names("no_such_path", "jsonp_refused");

/// Parses the target of a GET for the forms `zkidronline` and `cvr`. `est` has a WebSocket alone: `no_such_path`.
[[nodiscard]] std::expected<VendorRequest, TargetFault> parse_target(VendorForm form, std::string_view target);

/// Parses a text frame of EST: `NAME#` or `NAME#|ARGUMENT`. Anything else is `unknown`, without a command.
[[nodiscard]] VendorRequest parse_command(std::string_view frame);

}  // namespace fivestar::browser
