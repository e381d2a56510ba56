// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/utf8.hpp"

#include <array>
#include <cstring>
#include <unicode/utf.h>
#include <utility>

namespace fivestar {
namespace {

/// Returns how many octets at the beginning are surely ASCII, eight at a time: most of what the daemon writes.
std::size_t ascii_run(ByteView octets) {
    std::size_t size = 0;
    std::uint64_t word = 0;
    for (; octets.size() - size >= sizeof word; size += sizeof word) {
        std::memcpy(&word, octets.data() + size, sizeof word);
        if ((word & 0x8080808080808080U) != 0) break;
    }
    return size;
}

}  // namespace

bool is_utf8(std::string_view text) {
    const ByteView octets = as_bytes(text);
    for (std::size_t at = ascii_run(octets); at < octets.size(); at += ascii_run(octets.subspan(at))) {
        if (!next_code_point(octets, at)) return false;
    }
    return true;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for_each_code_point(text, [&](char32_t) { ++count; });
    return count;
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
    const ByteView octets = as_bytes(text);
    std::size_t at = 0;
    for (; count != 0 && at < octets.size(); --count) static_cast<void>(next_code_point(octets, at));
    return text.substr(0, at);
}

std::string_view last_code_points(std::string_view text, std::size_t count) {
    const std::size_t all = count_code_points(text);
    return text.substr(count < all ? first_code_points(text, all - count).size() : 0);
}

void append_code_point(PersonalText& text, char32_t code_point) {
    const bool is_character = code_point <= 0x10FFFF && !U_IS_SURROGATE(code_point);
    std::array<std::uint8_t, U8_MAX_LENGTH> octets{};
    std::size_t size = 0;
    U8_APPEND_UNSAFE(octets.data(), size, is_character ? code_point : replacement_character);
    text.append(as_text(ByteView{octets}.first(size)));
    zeroize(octets.data(), octets.size());
}

Utf8Text::Utf8Text(PersonalText text) : text_(std::move(text)) {
    if (is_utf8(text_.view())) return;
    PersonalText valid;
    valid.reserve(text_.size() * 3);  // an octet that is not UTF-8 becomes three
    for_each_code_point(text_.view(), [&](char32_t c) { append_code_point(valid, c); });
    text_ = std::move(valid);
}

Utf8Text Utf8Text::clone() const {
    Utf8Text copy;
    copy.text_ = text_.clone();
    return copy;
}

}  // namespace fivestar
