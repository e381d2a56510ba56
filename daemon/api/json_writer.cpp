// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/json_writer.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

/// True for a character that stands in a string only behind a backslash (RFC 8259 §7).
constexpr bool needs_escape(char character) {
    return static_cast<std::uint8_t>(character) < 0x20 || character == '"' || character == '\\';
}

void append_escape(PersonalText& to, char character) {
    constexpr std::string_view named = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    to.push_back('\\');
    if (const std::size_t at = named.find(character); at != std::string_view::npos) {
        to.push_back(names[at]);
    } else {
        to.append("u00");
        to.append(to_hex(std::array{static_cast<std::uint8_t>(character)}));
    }
}

template <class Number>
void append_number(PersonalText& to, Number number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    to.append({digits.begin(), end});
}

}  // namespace

void JsonWriter::number(std::uint64_t value) {
    separate();
    append_number(text_, value);
}

void JsonWriter::number(double value) {
    separate();
    append_number(text_, value);
}

void JsonWriter::text(std::string_view text) {
    separate();
    text_.push_back('"');
    while (true) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, needs_escape) - text.begin());
        text_.append(text.substr(0, plain));
        if (plain == text.size()) break;
        append_escape(text_, text[plain]);
        text.remove_prefix(plain + 1);
    }
    text_.push_back('"');
}

void write_json(JsonWriter& json, Base64 octets) {
    std::string text = to_base64(octets.octets);
    json.text(text);
    zeroize(text.data(), text.size());
}

void write_json(JsonWriter& json, const std::chrono::year_month_day& date) {
    std::array<char, sizeof "YYYY-MM-DD" - 1> text{};
    fmt::format_to_n(text.data(), text.size(), "{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    json.text({text.data(), text.size()});
    zeroize(text.data(), text.size());
}

}  // namespace fivestar::daemon
