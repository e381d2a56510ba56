// The few colours that stand for all of a picture's.
#pragma once

#include "cli/views/picture.hpp"

#include <cstddef>
#include <vector>

namespace fivestar::cli {

class Palette {
  public:
    /// At most `most` colours, by cutting the box of colours that has most to gain at its median, again and again.
    Palette(const Picture& picture, std::size_t most);

    [[nodiscard]] const std::vector<Colour>& colours() const { return colours_; }
    /// The number of the colour that stands for one of the picture's.
    [[nodiscard]] std::size_t of(Colour colour) const;

  private:
    std::vector<Colour> colours_;
    std::vector<std::uint8_t> by_shade_;  // for each of the coarse shades that the boxes are made of
};

}  // namespace fivestar::cli
