// The progress of a read on the last line of a terminal.
#pragma once

#include "cli/console.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

class ProgressLine {
  public:
    explicit ProgressLine(Console& console) : console_{console} {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { console_.show_line({}); }

    /// Shows a `progress` event: {step, index, of, bytes_done, bytes_total}.
    void show(const boost::json::value& progress);

  private:
    Console& console_;
};

}  // namespace fivestar::cli
