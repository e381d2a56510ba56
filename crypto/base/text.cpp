// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/text.hpp"

#include <array>
#include <cstdint>

namespace fivestar {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int not_a_digit = -1;

constexpr std::uint8_t white_space = 0xFE;
constexpr std::uint8_t no_base64 = 0xFF;

/// The value of each character in base64: its six bits, or one of the two above.
constexpr std::array<std::uint8_t, 256> base64_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_base64);
    for (const char blank : {' ', '\n', '\r', '\t'}) values[static_cast<std::uint8_t>(blank)] = white_space;
    for (std::size_t value = 0; value < base64_digits.size(); ++value) {
        values[static_cast<std::uint8_t>(base64_digits[value])] = static_cast<std::uint8_t>(value);
    }
    return values;
}();

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return not_a_digit;
}

/// Decodes groups of four digits up to the first other character, and removes them from the text. Returns the octets
/// written.
std::size_t decode_groups(std::string_view& text, MutableByteView to) {
    const auto value_at = [&](std::size_t at) -> std::uint32_t {
        return base64_values[static_cast<std::uint8_t>(text[at])];
    };
    std::size_t size = 0;
    std::size_t at = 0;
    for (; text.size() - at >= 4; at += 4) {
        const std::uint32_t first = value_at(at);
        const std::uint32_t second = value_at(at + 1);
        const std::uint32_t third = value_at(at + 2);
        const std::uint32_t fourth = value_at(at + 3);
        if ((first | second | third | fourth) >= base64_digits.size()) break;
        const std::uint32_t group = first << 18 | second << 12 | third << 6 | fourth;
        to[size++] = static_cast<std::uint8_t>(group >> 16);
        to[size++] = static_cast<std::uint8_t>(group >> 8);
        to[size++] = static_cast<std::uint8_t>(group);
    }
    text.remove_prefix(at);
    return size;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text.push_back(hex_digits[byte >> 4]);
        text.push_back(hex_digits[byte & 0x0F]);
    }
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return fail(ErrorCode::malformed);
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high == not_a_digit || low == not_a_digit) return fail(ErrorCode::malformed);
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

std::string to_base64(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t left = bytes.size() - at;
        const std::uint32_t group = (std::uint32_t{bytes[at]} << 16) |
                                    (left > 1 ? std::uint32_t{bytes[at + 1]} << 8 : 0U) |
                                    (left > 2 ? std::uint32_t{bytes[at + 2]} : 0U);
        text.push_back(base64_digits[group >> 18]);
        text.push_back(base64_digits[(group >> 12) & 0x3F]);
        text.push_back(left > 1 ? base64_digits[(group >> 6) & 0x3F] : '=');
        text.push_back(left > 2 ? base64_digits[group & 0x3F] : '=');
    }
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    std::uint32_t group = 0;
    std::size_t digits = 0;
    std::size_t padding = 0;
    for (;;) {
        if (digits == 0 && padding == 0) size += decode_groups(text, MutableByteView{bytes}.subspan(size));
        if (text.empty()) break;
        const char character = text.front();
        text.remove_prefix(1);
        const std::uint8_t value = base64_values[static_cast<std::uint8_t>(character)];
        if (value == white_space) continue;
        if (character == '=') {
            if (digits < 2 || digits + ++padding > 4) return fail(ErrorCode::malformed);
            continue;
        }
        if (value == no_base64 || padding != 0) return fail(ErrorCode::malformed);
        group = (group << 6) | value;
        if (++digits == 4) {
            bytes[size++] = static_cast<std::uint8_t>(group >> 16);
            bytes[size++] = static_cast<std::uint8_t>(group >> 8);
            bytes[size++] = static_cast<std::uint8_t>(group);
            group = 0;
            digits = 0;
        }
    }
    if (digits == 0 && padding != 0) return fail(ErrorCode::malformed);
    if (digits != 0) {
        if (digits == 1 || digits + padding != 4) return fail(ErrorCode::malformed);
        group <<= 6 * (4 - digits);
        if ((group & (digits == 2 ? 0xFFFFU : 0xFFU)) != 0) return fail(ErrorCode::malformed);
        bytes[size++] = static_cast<std::uint8_t>(group >> 16);
        if (digits == 3) bytes[size++] = static_cast<std::uint8_t>(group >> 8);
    }
    bytes.resize(size);
    return bytes;
}

}  // namespace fivestar
