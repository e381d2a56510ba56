// SPDX-License-Identifier: Apache-2.0
// The requests of the extension, parsed strictly: an unknown member, a wrong type or a value beyond its limit is
// refused.
#pragma once

#include "crypto/base/enum_names.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::browser {

enum class Operation : std::uint8_t { status, read, portrait, match, cross_check, forget, events, consent };
inline constexpr EnumNames<Operation::consent> operation_names("status", "read", "portrait", "match", "cross_check",
                                                               "forget", "events", "consent");

struct PageRequest {
    std::int64_t id = 0;  ///< chosen by the extension; every answer carries it
    Operation operation = Operation::status;
    std::string origin = {};    ///< of the page, as the browser told the extension
    std::string language = {};  ///< an Accept-Language; empty: the daemon's default

    // Of a read.
    std::string reader = {};               ///< empty: not named
    std::vector<std::string> fields = {};  ///< empty: all that the policy permits. Also of a match: its names
    std::vector<std::string> require = {};
    SecretText access = {};  ///< the JSON object of the key; empty: none
    bool waits_for_next = false;
    unsigned wait_seconds = 0;

    std::vector<std::string> reads = {};  ///< ids: one of a portrait, a match or a deletion, two of a cross-check
    std::string media_type = {};          ///< of a portrait
    PersonalText values = {};             ///< the JSON object of a match: names and values
    bool is_granted = false;              ///< of a consent
};

/// Parses one message. `malformed` for anything but a request. The message is bounded (`max_incoming_size`), and so are
/// the lists and texts in it.
[[nodiscard]] Result<PageRequest> parse_request(std::string_view json);

}  // namespace fivestar::browser
