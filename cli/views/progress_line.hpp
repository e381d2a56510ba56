// SPDX-License-Identifier: Apache-2.0
// The progress of a read on the last line of a terminal.
#pragma once

#include "cli/console.hpp"
#include "client/fivestar.h"

namespace fivestar::cli {

class ProgressLine {
  public:
    explicit ProgressLine(Console& console) : console_{console} {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { console_.show_line({}); }

    /// Shows the step that a read has reached, and clears the line when destroyed.
    void show(const fivestar_progress& progress);

  private:
    Console& console_;
};

}  // namespace fivestar::cli
