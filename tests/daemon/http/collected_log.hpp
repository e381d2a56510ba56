// A log that keeps its lines. Threads may write to it while another reads.
#pragma once

#include "daemon/system/log.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace fivestar::test {

class CollectedLog final : public daemon::Log {
  public:
    /// What was written so far.
    [[nodiscard]] std::vector<std::string> lines() const {
        const std::scoped_lock lock{mutex_};
        return lines_;
    }

  private:
    void write(daemon::LogLevel, std::string_view line) override {
        const std::scoped_lock lock{mutex_};
        lines_.emplace_back(line);
    }

    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace fivestar::test
