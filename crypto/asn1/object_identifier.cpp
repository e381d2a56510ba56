// SPDX-License-Identifier: Apache-2.0
#include "crypto/asn1/object_identifier.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace fivestar::crypto {
namespace {

constexpr std::uint64_t max_arc = std::numeric_limits<std::uint32_t>::max();
/// The first two arcs share one number: 40 * first + second, where first is at most 2.
constexpr std::uint64_t first_arc_unit = 40;
constexpr std::uint64_t last_first_arc = 2;
/// An arc of one octet is at most 127 and a dot; longer arcs need fewer characters per octet.
constexpr std::size_t most_digits_per_octet = 4;

void append_arc(Bytes& to, std::uint64_t number) {
    int shift = 0;
    while ((number >> (shift + 7)) != 0) shift += 7;
    for (; shift > 0; shift -= 7) to.push_back(static_cast<std::uint8_t>(0x80U | ((number >> shift) & 0x7FU)));
    to.push_back(static_cast<std::uint8_t>(number & 0x7FU));
}

/// Removes the next arc and the dot after it from the text, and returns the arc.
Result<std::uint64_t> take_arc(std::string_view& text) {
    std::uint64_t arc = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), arc);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc{} || arc > max_arc || (digits > 1 && text.front() == '0')) return fail(ErrorCode::malformed);
    text.remove_prefix(digits);
    if (text.empty()) return arc;
    if (text.front() != '.' || text.size() == 1) return fail(ErrorCode::malformed);
    text.remove_prefix(1);
    return arc;
}

}  // namespace

Result<std::string> oid_text(ByteView value) {
    if (value.size() > max_oid_octets) return fail(ErrorCode::limit_exceeded);
    if (value.empty() || (value.back() & 0x80U) != 0) return fail(ErrorCode::malformed);
    std::array<char, max_oid_octets * most_digits_per_octet + 2> text{};
    char* end = text.data();
    const auto write = [&](std::uint64_t arc) {
        if (arc < 10) {
            *end++ = static_cast<char>('0' + arc);
        } else {
            end = std::to_chars(end, text.data() + text.size(), arc).ptr;
        }
    };
    std::uint64_t number = 0;
    bool inside = false;
    for (const std::uint8_t octet : value) {
        if (!inside && octet == 0x80) return fail(ErrorCode::malformed);
        number = (number << 7) | (octet & 0x7FU);
        inside = (octet & 0x80U) != 0;
        if (number > max_arc) return fail(ErrorCode::malformed);
        if (inside) continue;
        if (end == text.data()) {
            const std::uint64_t first = std::min(number / first_arc_unit, last_first_arc);
            write(first);
            number -= first * first_arc_unit;
        }
        *end++ = '.';
        write(number);
        number = 0;
    }
    return std::string{text.data(), end};
}

Result<Bytes> oid_value(std::string_view dotted) {
    const auto first = take_arc(dotted);
    if (!first || dotted.empty()) return fail(ErrorCode::malformed);
    const auto second = take_arc(dotted);
    if (!second || *first > last_first_arc || (*first < last_first_arc && *second >= first_arc_unit) ||
        *second > max_arc - last_first_arc * first_arc_unit) {
        return fail(ErrorCode::malformed);
    }
    Bytes value;
    append_arc(value, *first * first_arc_unit + *second);
    while (!dotted.empty()) {
        const auto arc = take_arc(dotted);
        if (!arc) return std::unexpected{arc.error()};
        append_arc(value, *arc);
        if (value.size() > max_oid_octets) return fail(ErrorCode::limit_exceeded);
    }
    return value;
}

}  // namespace fivestar::crypto
