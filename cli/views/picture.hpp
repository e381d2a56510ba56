// A picture to be shown on a terminal.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::cli {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(const Colour&, const Colour&) = default;
};

class Picture {
  public:
    Picture(std::size_t width, std::size_t height)
        : width_(width), height_(height), octets_(width * height * octets_per_pixel) {}

    [[nodiscard]] std::size_t width() const { return width_; }    ///< pixels
    [[nodiscard]] std::size_t height() const { return height_; }  ///< pixels
    [[nodiscard]] Colour at(std::size_t x, std::size_t y) const {
        const std::uint8_t* const pixel = octets_.data() + (y * width_ + x) * octets_per_pixel;
        return {pixel[0], pixel[1], pixel[2]};
    }
    void set(std::size_t x, std::size_t y, Colour colour) {
        std::uint8_t* const pixel = octets_.data() + (y * width_ + x) * octets_per_pixel;
        pixel[0] = colour.red;
        pixel[1] = colour.green;
        pixel[2] = colour.blue;
    }
    /// Rows from the top, red, green and blue of each pixel.
    [[nodiscard]] ByteView octets() const { return octets_.view(); }

    static constexpr std::size_t octets_per_pixel = 3;

  private:
    std::size_t width_;
    std::size_t height_;
    PersonalBytes octets_;
};

/// Netpbm's binary PPM of 8 bits, without comments, as the daemon writes it; up to 4,096 pixels each way. nullopt for
/// anything else.
[[nodiscard]] std::optional<Picture> parse_ppm(std::string_view file);

/// The picture made to fit, its proportions kept, each pixel the mean of those it stands for; never made larger.
[[nodiscard]] Picture fitted(const Picture& picture, std::size_t most_width, std::size_t most_height);

}  // namespace fivestar::cli
