// What many measured values come down to.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

namespace fivestar::bench {

/// The value below which the fraction `part` of `values` lies; 0.5 is the median. `values` is not empty.
[[nodiscard]] inline double quantile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    const auto at = static_cast<std::size_t>(part * static_cast<double>(values.size()));
    return values[std::min(at, values.size() - 1)];
}

[[nodiscard]] inline double median(std::vector<double> values) {
    return quantile(std::move(values), 0.5);
}

/// Wall time of `call()` in milliseconds.
template <class Call>
[[nodiscard]] double milliseconds_of(Call&& call) {
    const auto since = std::chrono::steady_clock::now();
    std::forward<Call>(call)();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

}  // namespace fivestar::bench
