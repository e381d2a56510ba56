#include "cli/views/palette.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace fivestar::cli {
namespace {

constexpr unsigned bits = 5;  // of each part of a coarse shade
constexpr std::size_t shades = std::size_t{1} << (3 * bits);

std::size_t shade_of(Colour colour) {
    constexpr unsigned lost = 8 - bits;
    return std::size_t{colour.red} >> lost << (2 * bits) | std::size_t{colour.green} >> lost << bits |
           std::size_t{colour.blue} >> lost;
}

/// All of a picture's pixels of one shade.
struct Share {
    std::size_t shade = 0;
    std::size_t count = 0;
    std::array<std::size_t, 3> sum = {};

    [[nodiscard]] std::size_t mean(std::size_t part) const { return sum.at(part) / count; }
};

using Shares = std::vector<Share>;

struct Box {
    Shares shares;
    std::size_t widest = 0;  ///< the part in which its shades differ most
    std::size_t gain = 0;    ///< by how much, times its pixels

    explicit Box(Shares of) : shares(std::move(of)) {
        std::size_t pixels = 0;
        for (const Share& share : shares) pixels += share.count;
        for (std::size_t part = 0; part < 3; ++part) {
            const auto by_part = [part](const Share& share) { return share.mean(part); };
            const auto [least, most] = std::ranges::minmax_element(shares, {}, by_part);
            const std::size_t extent = (by_part(*most) - by_part(*least)) * pixels;
            if (extent > gain) {
                gain = extent;
                widest = part;
            }
        }
    }

    /// The half beyond the median pixel of its widest part; both halves have shades.
    Box cut() {
        std::ranges::sort(shares, {}, [part = widest](const Share& share) { return share.mean(part); });
        std::size_t pixels = 0;
        for (const Share& share : shares) pixels += share.count;
        std::size_t passed = shares.front().count;
        std::size_t at = 1;
        while (at + 1 < shares.size() && passed < pixels / 2) passed += shares[at++].count;
        const auto median = shares.begin() + static_cast<std::ptrdiff_t>(at);
        Shares beyond(median, shares.end());
        shares.erase(median, shares.end());
        *this = Box{std::move(shares)};
        return Box{std::move(beyond)};
    }

    [[nodiscard]] Colour mean() const {
        Share all;
        for (const Share& share : shares) {
            all.count += share.count;
            for (std::size_t part = 0; part < 3; ++part) all.sum.at(part) += share.sum.at(part);
        }
        const auto octet = [&all](std::size_t part) { return static_cast<std::uint8_t>(all.mean(part)); };
        return {octet(0), octet(1), octet(2)};
    }
};

Shares shares_of(const Picture& picture) {
    Shares all(shades);
    for (std::size_t y = 0; y < picture.height(); ++y) {
        for (std::size_t x = 0; x < picture.width(); ++x) {
            const Colour colour = picture.at(x, y);
            Share& share = all[shade_of(colour)];
            share.shade = shade_of(colour);
            ++share.count;
            share.sum[0] += colour.red;
            share.sum[1] += colour.green;
            share.sum[2] += colour.blue;
        }
    }
    std::erase_if(all, [](const Share& share) { return share.count == 0; });
    return all;
}

}  // namespace

Palette::Palette(const Picture& picture, std::size_t most) : by_shade_(shades) {
    std::vector<Box> boxes;
    boxes.emplace_back(shares_of(picture));
    while (boxes.size() < most) {
        const auto widest = std::ranges::max_element(boxes, {}, &Box::gain);
        if (widest->gain == 0) break;
        Box beyond = widest->cut();
        boxes.push_back(std::move(beyond));
    }
    for (const Box& box : boxes) {
        for (const Share& share : box.shares) by_shade_[share.shade] = static_cast<std::uint8_t>(colours_.size());
        colours_.push_back(box.mean());
    }
}

std::size_t Palette::of(Colour colour) const {
    return by_shade_[shade_of(colour)];
}

}  // namespace fivestar::cli
