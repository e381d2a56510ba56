// Asks readers which channel they hang on.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fivestar::daemon::pcsc {

/// SCARD_ATTR_CHANNEL_ID of those of `readers` that tell it within `patience`. To ask means to connect to the reader,
/// which blocks while another program is in a transaction with its card: each is asked on a thread of its own, which is
/// left to itself if that takes too long.
[[nodiscard]] std::map<std::string, std::uint32_t> probe_channels(const std::vector<std::string>& readers,
                                                                  std::chrono::milliseconds patience);

}  // namespace fivestar::daemon::pcsc
