// SPDX-License-Identifier: Apache-2.0
// Medians and quantiles of measured values.
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

/// Medians of what two calls, `one()` and `other()`, said they took.
struct Comparison {
    double one;
    double other;
    double ratio;  ///< of one to other, pair by pair
};

/// Both in pairs, each first in turn; the first few pairs only warm up.
template <class One, class Other>
[[nodiscard]] Comparison compare_in_pairs(int pairs, One&& one, Other&& other) {
    constexpr int warm_up = 5;
    std::vector<double> ones;
    std::vector<double> others;
    std::vector<double> ratios;
    for (int pair = -warm_up; pair < pairs; ++pair) {
        const bool one_first = pair % 2 == 0;
        double first = one_first ? one() : 0;
        const double second = other();
        if (!one_first) first = one();
        if (pair < 0) continue;
        ones.push_back(first);
        others.push_back(second);
        ratios.push_back(first / second);
    }
    return {median(std::move(ones)), median(std::move(others)), median(std::move(ratios))};
}

}  // namespace fivestar::bench
