#include "cli/views/picture.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fivestar::cli {
namespace {

constexpr std::size_t longest_side = 4096;

/// A number and the one octet of white space after it, from the start of `rest`.
std::optional<std::size_t> take_number(std::string_view& rest) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{}) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (rest.empty() || (rest.front() != ' ' && rest.front() != '\n')) return std::nullopt;
    rest.remove_prefix(1);
    return value;
}

/// Where the pixels begin and end that the new pixel at `at` stands for.
std::array<std::size_t, 2> span_of(std::size_t at, std::size_t old_size, std::size_t new_size) {
    const std::size_t first = at * old_size / new_size;
    return {first, std::max(first + 1, (at + 1) * old_size / new_size)};
}

Colour mean(const Picture& picture, std::array<std::size_t, 2> columns, std::array<std::size_t, 2> rows) {
    std::array<std::size_t, 3> sum{};
    for (std::size_t y = rows[0]; y < rows[1]; ++y) {
        for (std::size_t x = columns[0]; x < columns[1]; ++x) {
            const Colour colour = picture.at(x, y);
            sum[0] += colour.red;
            sum[1] += colour.green;
            sum[2] += colour.blue;
        }
    }
    const std::size_t count = (columns[1] - columns[0]) * (rows[1] - rows[0]);
    const auto part = [&](std::size_t which) { return static_cast<std::uint8_t>((sum.at(which) + count / 2) / count); };
    return {part(0), part(1), part(2)};
}

}  // namespace

std::optional<Picture> parse_ppm(std::string_view file) {
    if (!file.starts_with("P6\n")) return std::nullopt;
    std::string_view rest = file.substr(3);
    const auto width = take_number(rest);
    const auto height = width ? take_number(rest) : std::nullopt;
    const auto highest = height ? take_number(rest) : std::nullopt;
    if (!width || !height || !highest || *highest != 255) return std::nullopt;
    const auto possible = [](std::size_t side) { return side > 0 && side <= longest_side; };
    if (!possible(*width) || !possible(*height)) return std::nullopt;
    const ByteView pixels = as_bytes(rest);
    if (pixels.size() != *width * *height * Picture::octets_per_pixel) return std::nullopt;
    Picture picture{*width, *height};
    for (std::size_t y = 0; y < *height; ++y) {
        for (std::size_t x = 0; x < *width; ++x) {
            const ByteView pixel = pixels.subspan((y * *width + x) * Picture::octets_per_pixel);
            picture.set(x, y, {pixel[0], pixel[1], pixel[2]});
        }
    }
    return picture;
}

Picture fitted(const Picture& picture, std::size_t most_width, std::size_t most_height) {
    std::size_t width = picture.width();
    std::size_t height = picture.height();
    if (width > most_width) {
        height = std::max<std::size_t>(1, height * most_width / width);
        width = most_width;
    }
    if (height > most_height) {
        width = std::max<std::size_t>(1, width * most_height / height);
        height = most_height;
    }
    Picture small{width, height};
    for (std::size_t y = 0; y < height; ++y) {
        const auto rows = span_of(y, picture.height(), height);
        for (std::size_t x = 0; x < width; ++x) {
            small.set(x, y, mean(picture, span_of(x, picture.width(), width), rows));
        }
    }
    return small;
}

}  // namespace fivestar::cli
