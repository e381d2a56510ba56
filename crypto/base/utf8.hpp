// SPDX-License-Identifier: Apache-2.0
// UTF-8 (RFC 3629), decoded by ICU's macros, which need no library of ICU.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unicode/utf8.h>

namespace fivestar {

inline constexpr char32_t replacement_character = 0xFFFD;

/// Returns the code point at `at`, which is less than the size, and moves `at` behind it. nullopt for a maximal part
/// that is not UTF-8 (Unicode §3.9, table 3-8).
inline std::optional<char32_t> next_code_point(ByteView octets, std::size_t& at) {
    UChar32 value = 0;
    U8_NEXT(octets.data(), at, octets.size(), value);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (value < 0) return std::nullopt;
    return static_cast<char32_t>(value);
}

/// Calls `visit` with every code point. Each maximal part that is not UTF-8 is visited as one U+FFFD.
template <class Visit>
void for_each_code_point(std::string_view text, Visit visit) {
    const ByteView octets = as_bytes(text);
    for (std::size_t at = 0; at < octets.size();) visit(next_code_point(octets, at).value_or(replacement_character));
}

/// True if the text is UTF-8: shortest forms, no surrogates.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Counts the code points as `for_each_code_point` visits them.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// Returns the first `count` code points of the text, or all of it if it has fewer.
[[nodiscard]] std::string_view first_code_points(std::string_view text, std::size_t count);

/// Returns the last `count` code points of the text, or all of it if it has fewer.
[[nodiscard]] std::string_view last_code_points(std::string_view text, std::size_t count);

/// Appends one code point; U+FFFD for a surrogate and for a value above U+10FFFF.
void append_code_point(PersonalText& text, char32_t code_point);

/// A text that is UTF-8 and can be nothing else. Every text that leaves the daemon has this type: bodies of responses,
/// data of events, log lines, entries of the journal. Zeroized like the personal data that it may hold.
class Utf8Text {
  public:
    Utf8Text() = default;
    /// Takes the text. Each maximal part that is not UTF-8 becomes U+FFFD.
    explicit Utf8Text(PersonalText text);
    explicit Utf8Text(std::string_view text) : Utf8Text(PersonalText{text}) {}

    [[nodiscard]] std::string_view view() const { return text_.view(); }
    [[nodiscard]] std::size_t size() const { return text_.size(); }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    /// Returns a copy; see Zeroized::clone.
    [[nodiscard]] Utf8Text clone() const;

  private:
    PersonalText text_;
};

}  // namespace fivestar
