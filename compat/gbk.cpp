// SPDX-License-Identifier: Apache-2.0
#include "compat/gbk.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

namespace fivestar::compat {
namespace {

constexpr std::intptr_t no_conversion = -1;  // as iconv_open(3) answers
constexpr std::size_t failed = static_cast<std::size_t>(-1);

std::size_t convert_all(::iconv_t conversion, std::span<const std::uint8_t> utf16, std::span<char> to) {
    char* in = reinterpret_cast<char*>(const_cast<std::uint8_t*>(utf16.data()));
    std::size_t in_left = utf16.size() / 2 * 2;
    char* out = to.data();
    std::size_t out_left = to.size();
    ::iconv(conversion, nullptr, nullptr, nullptr, nullptr);
    while (in_left > 0 && ::iconv(conversion, &in, &in_left, &out, &out_left) == failed) {
        if (errno == E2BIG || out_left == 0) break;
        // Half of a surrogate pair, or a character without a place in GB 18030.
        *out++ = '?';
        --out_left;
        in += 2;
        in_left -= 2;
    }
    return to.size() - out_left;
}

}  // namespace

bool GbkConverter::convert(std::span<const std::uint8_t> utf16, std::size_t most, Gbk& into) {
    into.clear();
    const std::lock_guard lock{mutex_};
    if (!conversion_) conversion_ = ::iconv_open("GB18030", "UTF-16LE");
    if (reinterpret_cast<std::intptr_t>(*conversion_) == no_conversion) return false;
    std::array<char, 512> octets{};
    const std::size_t size = convert_all(*conversion_, utf16, std::span{octets}.first(std::min(most, octets.size())));
    const bool is_kept = into.assign({reinterpret_cast<const std::uint8_t*>(octets.data()), size});
    ::explicit_bzero(octets.data(), octets.size());
    // The conversion has a buffer of its own between its steps: zeros take the place of the person's text there.
    constexpr std::array<std::uint8_t, 256> zeros{};
    convert_all(*conversion_, zeros, octets);
    return is_kept;
}

}  // namespace fivestar::compat
