// SPDX-License-Identifier: Apache-2.0
// Asks readers, cards or not, what they are.
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

/// Of those of `readers` that tell it within `patience`. To ask means to connect to the reader, which blocks while
/// another program is in a transaction with its card: each is asked on a thread of its own, which is left to itself if
/// that takes too long.
[[nodiscard]] std::map<std::string, ProbedReader> probe_readers(const std::vector<std::string>& readers,
                                                                std::chrono::milliseconds patience);

}  // namespace fivestar::daemon::pcsc
