// SPDX-License-Identifier: Apache-2.0
#include "samv/frame.hpp"

#include <algorithm>
#include <numeric>

namespace fivestar::samv {
namespace {

// Command, parameter and checksum. No request or reply is shorter.
constexpr std::size_t smallest_length = 3;
constexpr std::size_t largest_length = largest_frame - frame_header_size;

std::uint8_t exclusive_or(ByteView octets) {
    return std::accumulate(octets.begin(), octets.end(), std::uint8_t{0},
                           [](std::uint8_t sum, std::uint8_t octet) { return static_cast<std::uint8_t>(sum ^ octet); });
}

}  // namespace

Bytes encode_frame(ByteView content) {
    const std::size_t length = content.size() + 1;
    Bytes frame(frame_header_size + length);
    const auto at_length = std::ranges::copy(preamble, frame.begin()).out;
    at_length[0] = static_cast<std::uint8_t>(length >> 8);
    at_length[1] = static_cast<std::uint8_t>(length);
    std::ranges::copy(content, at_length + 2);
    frame.back() = exclusive_or(ByteView{frame}.subspan(preamble.size()));  // its own octet is still 0
    return frame;
}

void FrameParser::feed(ByteView octets) {
    if (start_ > 0) {
        std::copy(buffer_.begin() + start_, buffer_.end(), buffer_.begin());
        buffer_.resize(buffer_.size() - start_);
        start_ = 0;
    }
    buffer_.append(octets);
}

std::optional<PersonalBytes> FrameParser::next() {
    while (true) {
        skip_to_preamble();
        const ByteView frame = buffer_.view().subspan(start_);
        if (frame.size() < frame_header_size) return std::nullopt;
        const std::size_t length = static_cast<std::size_t>(frame[5] << 8 | frame[6]);
        const bool possible = length >= smallest_length && length <= largest_length;
        if (possible && frame.size() < frame_header_size + length) return std::nullopt;
        if (possible && exclusive_or(frame.subspan(preamble.size(), 2 + length)) == 0) {
            PersonalBytes content{frame.subspan(frame_header_size, length - 1)};
            zeroize(buffer_.data() + start_, frame_header_size + length);
            start_ += frame_header_size + length;
            return content;
        }
        damaged_ = true;
        ++start_;
    }
}

void FrameParser::skip_to_preamble() {
    const ByteView octets = buffer_.view().subspan(start_);
    const auto found = std::ranges::search(octets, preamble);
    std::size_t noise = static_cast<std::size_t>(found.begin() - octets.begin());
    if (found.empty()) {
        // The last octets may start a preamble.
        noise = octets.size() - std::min(octets.size(), preamble.size() - 1);
        while (!std::ranges::equal(octets.subspan(noise), ByteView{preamble}.first(octets.size() - noise))) ++noise;
    }
    zeroize(buffer_.data() + start_, noise);
    start_ += noise;
}

void FrameParser::clear() {
    buffer_.clear();
    start_ = 0;
    damaged_ = false;
}

}  // namespace fivestar::samv
