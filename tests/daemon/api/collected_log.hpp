// SPDX-License-Identifier: Apache-2.0
// A log that keeps its lines, and the fields of those that have some. Threads may write to it while another reads.
#pragma once

#include "daemon/system/log.hpp"

#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::test {

class CollectedLog final : public daemon::Log {
  public:
    /// The lines written so far.
    [[nodiscard]] std::vector<std::string> lines() const {
        const std::scoped_lock lock{mutex_};
        return lines_;
    }
    /// Names and values of the fields of each line that has some.
    using Record = std::vector<std::pair<std::string, std::string>>;
    [[nodiscard]] std::vector<Record> records() const {
        const std::scoped_lock lock{mutex_};
        return records_;
    }

  private:
    void write(daemon::LogLevel, std::string_view line, std::span<const daemon::LogField> fields) override {
        const std::scoped_lock lock{mutex_};
        lines_.emplace_back(line);
        if (fields.empty()) return;
        auto& record = records_.emplace_back();
        for (const auto& [name, value] : fields) record.emplace_back(name, value);
    }

    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
    std::vector<Record> records_;
};

}  // namespace fivestar::test
