// SPDX-License-Identifier: Apache-2.0
#include "samv/stream.hpp"

#include <algorithm>

namespace fivestar::samv {

void write_stream(const CardContentView& content, MutableByteView to) {
    const auto text = std::ranges::copy(stream_header, to.begin()).out;
    const auto photo = std::ranges::copy(content.text, text).out;
    std::ranges::copy(content.photo, photo);
}

std::optional<ByteView> block_of(ByteView octets, std::size_t number) {
    const std::size_t from = number * stream_block_size;
    if (from >= octets.size()) return std::nullopt;
    return octets.subspan(from, std::min(stream_block_size, octets.size() - from));
}

}  // namespace fivestar::samv
