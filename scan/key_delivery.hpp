// SPDX-License-Identifier: Apache-2.0
// Hands the text of a scan to the daemon.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fivestar::scan {

struct DeliveryOutcome {
    bool is_done = false;
    std::string text = {};  ///< for the log; nothing of the key
};

class KeyDelivery {
  public:
    /// `reader` is the id of a reader; empty: the only one.
    KeyDelivery(std::filesystem::path socket, std::string reader);

    /// Waits at most 35 seconds for a daemon that does not answer.
    [[nodiscard]] DeliveryOutcome deliver(std::string_view text) const;

  private:
    std::filesystem::path socket_;
    std::string reader_;
};

}  // namespace fivestar::scan
