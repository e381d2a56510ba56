#include "cli/views/picture_text.hpp"

#include "cli/views/palette.hpp"
#include "crypto/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

namespace fivestar::cli {
namespace {

constexpr std::string_view string_terminator = "\x1B\\";

void append_number(PersonalText& text, std::size_t number) {
    char digits[20];  // NOLINT(modernize-avoid-c-arrays): to_chars' own
    text.append({digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr});
}

void append_numbers(PersonalText& text, std::initializer_list<std::size_t> numbers) {
    for (const std::size_t& number : numbers) {
        if (&number != numbers.begin()) text.push_back(';');
        append_number(text, number);
    }
}

// Sixel

constexpr std::size_t rows_of_band = 6;
constexpr char no_pixel = '?';  // plus one bit for each of six rows

void append_run(PersonalText& text, char sixel, std::size_t count) {
    constexpr std::size_t shortest_coded_run = 4;
    if (count >= shortest_coded_run) {
        text.push_back('!');
        append_number(text, count);
        count = 1;
    }
    for (; count > 0; --count) text.push_back(sixel);
}

/// One colour's pixels in a band.
void append_band(PersonalText& text, const std::vector<char>& sixels) {
    std::size_t at = 0;
    while (at < sixels.size()) {
        std::size_t end = at + 1;
        while (end < sixels.size() && sixels[end] == sixels[at]) ++end;
        append_run(text, sixels[at], end - at);
        at = end;
    }
}

// The usual palette of 256 colours: 16 of the terminal's own, a cube of 6 by 6 by 6, 24 greys.

std::size_t cube_colour(Colour colour) {
    const auto step = [](std::uint8_t part) -> std::size_t {  // 0, 95, 135, 175, 215, 255
        return part < 48 ? 0 : part < 115 ? 1 : (part - 35U) / 40;
    };
    return 16 + 36 * step(colour.red) + 6 * step(colour.green) + step(colour.blue);
}

void append_colour(PersonalText& text, Colour colour, bool direct, std::size_t layer) {
    text.append("\x1B[");
    if (direct) {
        append_numbers(text, {layer, 2, colour.red, colour.green, colour.blue});
    } else {
        append_numbers(text, {layer, 5, cube_colour(colour)});
    }
    text.push_back('m');
}

}  // namespace

PersonalText sixel_text(const Picture& picture) {
    constexpr std::size_t most_colours = 256;
    const Palette palette{picture, most_colours};
    PersonalText text{"\x1BP0;1;0q\"1;1;"};  // pixels that are not drawn stay as they are; pixels are square
    append_numbers(text, {picture.width(), picture.height()});
    const auto percent = [](std::uint8_t part) { return (part * std::size_t{100} + 127) / 255; };
    for (std::size_t number = 0; number < palette.colours().size(); ++number) {
        const Colour colour = palette.colours()[number];
        text.push_back('#');
        append_numbers(text, {number, 2, percent(colour.red), percent(colour.green), percent(colour.blue)});
    }
    for (std::size_t top = 0; top < picture.height(); top += rows_of_band) {
        std::vector<std::vector<char>> of_colour(palette.colours().size());
        const std::size_t rows = std::min(rows_of_band, picture.height() - top);
        for (std::size_t x = 0; x < picture.width(); ++x) {
            for (std::size_t row = 0; row < rows; ++row) {
                auto& sixels = of_colour[palette.of(picture.at(x, top + row))];
                if (sixels.empty()) sixels.resize(picture.width(), no_pixel);
                sixels[x] = static_cast<char>(sixels[x] + (1 << row));
            }
        }
        for (std::size_t number = 0; number < of_colour.size(); ++number) {
            if (of_colour[number].empty()) continue;
            text.push_back('#');
            append_number(text, number);
            append_band(text, of_colour[number]);
            text.push_back('$');  // back to the band's start
        }
        text.push_back('-');
    }
    text.append(string_terminator);
    text.push_back('\n');
    return text;
}

PersonalText kitty_text(const Picture& picture, std::size_t rows) {
    constexpr std::size_t octets_at_once = 3072;  // 4,096 characters of base64
    PersonalText text;
    ByteView rest = picture.octets();
    bool first = true;
    while (first || !rest.empty()) {
        const ByteView part = rest.first(std::min(octets_at_once, rest.size()));
        rest = rest.subspan(part.size());
        text.append("\x1B_G");
        if (first) {
            text.append("a=T,q=2,f=24,s=");  // shown at once, no answer wanted, red, green and blue
            append_number(text, picture.width());
            text.append(",v=");
            append_number(text, picture.height());
            text.append(",r=");
            append_number(text, rows);
            text.push_back(',');
        }
        text.append(rest.empty() ? "m=0;" : "m=1;");
        std::string coded = to_base64(part);
        text.append(coded);
        zeroize(coded.data(), coded.size());
        text.append(string_terminator);
        first = false;
    }
    text.push_back('\n');
    return text;
}

PersonalText half_block_text(const Picture& picture, bool direct) {
    constexpr std::size_t foreground = 38;
    constexpr std::size_t background = 48;
    PersonalText text;
    for (std::size_t y = 0; y < picture.height(); y += 2) {
        for (std::size_t x = 0; x < picture.width(); ++x) {
            append_colour(text, picture.at(x, y), direct, foreground);
            if (y + 1 < picture.height()) append_colour(text, picture.at(x, y + 1), direct, background);
            text.append("▀");
        }
        text.append("\x1B[0m\n");
    }
    return text;
}

}  // namespace fivestar::cli
