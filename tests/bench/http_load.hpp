// SPDX-License-Identifier: Apache-2.0
// A client that asks the same again and again over kept-alive connections, one question at a time on each.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace fivestar::bench {

struct Load {
    double requests_per_second = 0;
    std::vector<double> latencies = {};  ///< milliseconds, from a question's sending to its answer's last octet
};

/// GETs `target` over `connections` connections for this long, on the calling thread. Throws std::runtime_error when
/// the server does not answer 200 with a Content-Length.
[[nodiscard]] Load put_load(const std::filesystem::path& socket, const std::string& target, unsigned connections,
                            std::chrono::milliseconds time);

/// The body of one answer; throws as `put_load` does.
[[nodiscard]] std::string get_body(const std::filesystem::path& socket, const std::string& target);

}  // namespace fivestar::bench
