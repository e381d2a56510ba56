// A log that keeps its lines.
#pragma once

#include "daemon/system/log.hpp"

#include <string>
#include <vector>

namespace fivestar::test {

class CollectedLog final : public daemon::Log {
  public:
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

  private:
    void write(daemon::LogLevel, std::string_view line) override { lines_.emplace_back(line); }
    std::vector<std::string> lines_;
};

}  // namespace fivestar::test
