// SPDX-License-Identifier: Apache-2.0
// Asks readers for their attributes.
#pragma once

#include "apdu/card_connection.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::daemon::pcsc {

struct ProbedReader {
    std::optional<std::uint32_t> channel = {};  ///< SCARD_ATTR_CHANNEL_ID
    apdu::ReaderDescription description = {};
};

/// Returns the attributes of those `readers` that answer within `patience`. Connecting blocks while another program is
/// in a transaction with the reader's card, so each reader is asked on its own thread, which is detached.
[[nodiscard]] std::map<std::string, ProbedReader> probe_readers(const std::vector<std::string>& readers,
                                                                std::chrono::milliseconds patience);

}  // namespace fivestar::daemon::pcsc
