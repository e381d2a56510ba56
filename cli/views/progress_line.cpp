// SPDX-License-Identifier: Apache-2.0
#include "cli/views/progress_line.hpp"

#include "cli/views/printable.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace fivestar::cli {
namespace {

constexpr std::uint64_t bar_columns = 24;

/// Counts the steps that are done and the share of the current one; 0 to `bar_columns`.
std::uint64_t filled_columns(const fivestar_progress& progress) {
    const std::uint64_t of = std::min<std::uint64_t>(progress.of, 1'000);
    if (of == 0) return 0;
    const std::uint64_t total = std::min<std::uint64_t>(progress.bytes_total, UINT32_MAX);
    const std::uint64_t done = std::min(progress.bytes_done, total);
    const std::uint64_t before = std::min(std::max<std::uint64_t>(progress.index, 1) - 1, of);
    const std::uint64_t share = total == 0 ? 0 : bar_columns * done / total;
    return std::min((before * bar_columns + share) / of, bar_columns);
}

}  // namespace

void ProgressLine::show(const fivestar_progress& progress) {
    const std::uint64_t filled = filled_columns(progress);
    std::string line = "[" + std::string(filled, '#') + std::string(bar_columns - filled, '.') + "] ";
    PersonalText step = printable(progress.step);
    std::ranges::replace(step, '_', ' ');
    line.append(step.view());
    if (progress.bytes_total != 0) {
        line.append("  ").append(std::to_string(progress.bytes_done));
        line.append(" of ").append(std::to_string(progress.bytes_total)).append(" bytes");
    }
    console_.show_line(line);
}

}  // namespace fivestar::cli
