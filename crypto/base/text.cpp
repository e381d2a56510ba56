#include "crypto/base/text.hpp"

#include <array>
#include <cstdint>

namespace fivestar {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int not_a_digit = -1;

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return not_a_digit;
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
    Bytes bytes;
    std::uint32_t group = 0;
    std::size_t digits = 0;
    std::size_t padding = 0;
    for (const char character : text) {
        if (character == ' ' || character == '\n' || character == '\r' || character == '\t') continue;
        if (character == '=') {
            if (digits < 2 || digits + ++padding > 4) return fail(ErrorCode::malformed);
            continue;
        }
        const std::size_t value = base64_digits.find(character);
        if (value == std::string_view::npos || padding != 0) return fail(ErrorCode::malformed);
        group = (group << 6) | static_cast<std::uint32_t>(value);
        if (++digits == 4) {
            bytes.push_back(static_cast<std::uint8_t>(group >> 16));
            bytes.push_back(static_cast<std::uint8_t>(group >> 8));
            bytes.push_back(static_cast<std::uint8_t>(group));
            group = 0;
            digits = 0;
        }
    }
    if (digits == 0) return padding == 0 ? Result<Bytes>{bytes} : fail(ErrorCode::malformed);
    if (digits == 1 || digits + padding != 4) return fail(ErrorCode::malformed);
    group <<= 6 * (4 - digits);
    if ((group & (digits == 2 ? 0xFFFFU : 0xFFU)) != 0) return fail(ErrorCode::malformed);
    bytes.push_back(static_cast<std::uint8_t>(group >> 16));
    if (digits == 3) bytes.push_back(static_cast<std::uint8_t>(group >> 8));
    return bytes;
}

}  // namespace fivestar
