// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/nearest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace fivestar {
namespace {

constexpr std::size_t longest_name = 64;
using Row = std::array<std::size_t, longest_name + 1>;

std::size_t edits_between(std::string_view left, std::string_view right) {
    Row before_last{};
    Row last{};
    Row current{};
    for (std::size_t column = 0; column <= right.size(); ++column) current.at(column) = column;
    for (std::size_t row = 1; row <= left.size(); ++row) {
        before_last = last;
        last = current;
        current.at(0) = row;
        for (std::size_t column = 1; column <= right.size(); ++column) {
            const bool is_same = left[row - 1] == right[column - 1];
            const std::size_t replaced = last.at(column - 1) + (is_same ? 0 : 1);
            const std::size_t inserted_or_removed = std::min(last.at(column), current.at(column - 1)) + 1;
            current.at(column) = std::min(replaced, inserted_or_removed);
            const bool is_swapped =
                row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
            if (is_swapped) current.at(column) = std::min(current.at(column), before_last.at(column - 2) + 1);
        }
    }
    return current.at(right.size());
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> known) {
    if (name.empty() || name.size() > longest_name) return std::nullopt;
    std::optional<std::string_view> best;
    std::size_t fewest = (name.size() + 2) / 3;  // one edit of up to three letters, two of up to six
    for (const std::string_view candidate : known) {
        if (candidate.empty() || candidate.size() > longest_name) continue;
        const std::size_t edits = edits_between(name, candidate);
        if (edits > fewest || (best && edits == fewest)) continue;
        best = candidate;
        fewest = edits;
    }
    return best;
}

}  // namespace fivestar
