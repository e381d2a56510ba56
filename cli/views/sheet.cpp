// SPDX-License-Identifier: Apache-2.0
#include "cli/views/sheet.hpp"

#include "cli/views/printable.hpp"

#include <algorithm>

namespace fivestar::cli {
namespace {

constexpr std::size_t label_columns = 22;
constexpr std::string_view indent = "  ";
constexpr std::string_view gap = "  ";

}  // namespace

void Sheet::padded(std::string_view text, std::size_t width) {
    text_.append(text);
    for (std::size_t used = columns(text); used < width; ++used) text_.push_back(' ');
}

void Sheet::heading(std::string_view text) {
    text_.append(text);
    text_.push_back('\n');
}

void Sheet::row(Phrase label, std::string_view value) {
    if (value.empty()) return;
    text_.append(indent);
    padded(label.in(language_), label_columns);
    text_.append(gap);
    text_.append(value);
    text_.push_back('\n');
}

void Sheet::table(const std::vector<std::vector<PersonalText>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t at = 0; at < row.size(); ++at) widths[at] = std::max(widths[at], columns(row[at].view()));
    }
    for (const auto& row : rows) {
        std::size_t last = row.size();
        while (last > 0 && row[last - 1].empty()) --last;
        text_.append(indent);
        for (std::size_t at = 0; at < last; ++at) {
            if (at != 0) text_.append(gap);
            padded(row[at].view(), at + 1 == last ? 0 : widths[at]);
        }
        text_.push_back('\n');
    }
}

}  // namespace fivestar::cli
