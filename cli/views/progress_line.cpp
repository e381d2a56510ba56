#include "cli/views/progress_line.hpp"

#include "cli/json.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace fivestar::cli {
namespace {

constexpr std::uint64_t bar_columns = 24;

std::uint64_t count_at(const boost::json::value& value, std::string_view pointer) {
    boost::json::error_code error;
    const auto number = at(value, pointer).to_number<std::uint64_t>(error);
    return error ? 0 : number;
}

/// Of the steps where they are known, with the share of the step under way; 0 to `bar_columns`.
std::uint64_t filled_columns(const boost::json::value& progress) {
    const std::uint64_t of = std::min<std::uint64_t>(count_at(progress, "/of"), 1'000);
    if (of == 0) return 0;
    const std::uint64_t total = std::min<std::uint64_t>(count_at(progress, "/bytes_total"), UINT32_MAX);
    const std::uint64_t done = std::min(count_at(progress, "/bytes_done"), total);
    const std::uint64_t before = std::min(std::max<std::uint64_t>(count_at(progress, "/index"), 1) - 1, of);
    const std::uint64_t share = total == 0 ? 0 : bar_columns * done / total;
    return std::min((before * bar_columns + share) / of, bar_columns);
}

}  // namespace

void ProgressLine::show(const boost::json::value& progress) {
    const std::uint64_t filled = filled_columns(progress);
    std::string line = "[" + std::string(filled, '#') + std::string(bar_columns - filled, '.') + "] ";
    const std::uint64_t total = count_at(progress, "/bytes_total");
    PersonalText step = scalar_at(progress, "/step");
    std::ranges::replace(step, '_', ' ');
    line.append(step.view());
    if (total != 0) {
        line.append("  ").append(std::to_string(count_at(progress, "/bytes_done")));
        line.append(" of ").append(std::to_string(total)).append(" bytes");
    }
    console_.show_line(line);
}

}  // namespace fivestar::cli
