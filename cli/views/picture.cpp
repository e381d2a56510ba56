// SPDX-License-Identifier: Apache-2.0
#include "cli/views/picture.hpp"

#include <charconv>

namespace fivestar::cli {
namespace {

constexpr std::size_t longest_side = 4096;

/// Takes a number and the one octet of white space after it from the start of `rest`.
std::optional<std::size_t> take_number(std::string_view& rest) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{}) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (rest.empty() || (rest.front() != ' ' && rest.front() != '\n')) return std::nullopt;
    rest.remove_prefix(1);
    return value;
}

bool is_side(std::size_t pixels) {
    return pixels > 0 && pixels <= longest_side;
}

}  // namespace

std::optional<Picture> parse_ppm(std::string_view file) {
    if (!file.starts_with("P6\n")) return std::nullopt;
    std::string_view rest = file.substr(3);
    const auto width = take_number(rest);
    const auto height = width ? take_number(rest) : std::nullopt;
    const auto highest = height ? take_number(rest) : std::nullopt;
    if (!highest || *highest != 255 || !is_side(*width) || !is_side(*height)) return std::nullopt;
    if (rest.size() != *width * *height * Picture::octets_per_pixel) return std::nullopt;
    return Picture{.width = *width, .height = *height, .pixels = as_bytes(rest)};
}

}  // namespace fivestar::cli
