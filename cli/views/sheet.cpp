// SPDX-License-Identifier: Apache-2.0
#include "cli/views/sheet.hpp"

#include "cli/views/printable.hpp"

#include <algorithm>
#include <array>

namespace fivestar::cli {
namespace {

constexpr std::size_t label_columns = 22;
constexpr std::string_view indent = "  ";
constexpr std::string_view gap = "  ";

}  // namespace

// ECMA-48 SGR.
void Sheet::toned(std::string_view text, Tone tone) {
    constexpr std::array<std::string_view, 4> codes{"", "\x1B[32m", "\x1B[33m", "\x1B[31m"};  // green, yellow, red
    const bool is_coloured = colour_ == Colour::shown && tone != Tone::plain;
    if (is_coloured) text_.append(codes.at(static_cast<std::size_t>(tone)));
    text_.append(text);
    if (is_coloured) text_.append("\x1B[0m");
}

void Sheet::padded(std::string_view text, std::size_t width, Tone tone) {
    toned(text, tone);
    for (std::size_t used = columns(text); used < width; ++used) text_.push_back(' ');
}

void Sheet::heading(std::string_view text, Tone tone) {
    toned(text, tone);
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

void Sheet::table(const std::vector<std::vector<PersonalText>>& rows, const std::vector<Tone>& tones) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t at = 0; at < row.size(); ++at) widths[at] = std::max(widths[at], columns(row[at].view()));
    }
    for (std::size_t line = 0; line < rows.size(); ++line) {
        const auto& row = rows[line];
        std::size_t last = row.size();
        while (last > 0 && row[last - 1].empty()) --last;
        text_.append(indent);
        for (std::size_t at = 0; at < last; ++at) {
            if (at != 0) text_.append(gap);
            const bool is_toned = at == 1 && line < tones.size();
            padded(row[at].view(), at + 1 == last ? 0 : widths[at], is_toned ? tones[line] : Tone::plain);
        }
        text_.push_back('\n');
    }
}

}  // namespace fivestar::cli
