// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/faults.hpp"
#include "sim/sam/module.hpp"

#include <algorithm>
#include <array>

namespace fivestar::sim::sam {
namespace {

constexpr std::size_t status_size = 3;
constexpr std::size_t data_offset = header_size + status_size;
/// Noise that looks like the start of a frame.
constexpr std::array<std::uint8_t, 16> noise{0x00, 0xFF, 0xAA, 0x96, 0x69, 0xAA, 0xAA, 0xAA,
                                             0x96, 0x00, 0x55, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA};

/// A valid frame with other data and the same status.
Bytes with_data(ByteView frame, ByteView data) {
    return answer_frame(frame[data_offset - 1], data);
}

ByteView data_of(ByteView frame) {
    return frame.subspan(data_offset, frame.size() - data_offset - 1);
}

Bytes with_length(ByteView frame, std::size_t length) {
    Bytes octets = copy(frame);
    octets[preamble_size] = static_cast<std::uint8_t>(length >> 8);
    octets[preamble_size + 1] = static_cast<std::uint8_t>(length);
    octets.back() = 0;
    octets.back() = check_octet(ByteView{octets}.subspan(preamble_size));
    return octets;
}

Bytes joined(ByteView first, ByteView second, ByteView third = {}) {
    Bytes octets = copy(first);
    append(octets, second);
    append(octets, third);
    return octets;
}

/// The header, a length of FFFF, and octets that are repeated without end.
Bytes babble(ByteView frame) {
    constexpr std::size_t size = 4096;
    Bytes octets = with_length(frame, UINT16_MAX);
    octets.resize(size);
    std::uint32_t state = 1;
    for (std::size_t at = header_size; at < size; ++at) {
        state = state * 1'664'525 + 1'013'904'223;
        octets[at] = static_cast<std::uint8_t>(state >> 24);
    }
    return octets;
}

/// One octet of data answers no command.
Bytes foreign(ByteView frame) {
    return answer_frame(frame[data_offset - 1], std::array<std::uint8_t, 1>{0x01});
}

}  // namespace

Bytes damage(FaultKind kind, ByteView answer, ByteView request) {
    const std::size_t length = answer.size() - header_size;
    const std::size_t half = answer.size() / 2;
    Bytes data = copy(data_of(answer));
    switch (kind) {
        case FaultKind::noise_before:
            return joined(noise, answer);
        case FaultKind::noise_inside:
            return joined(answer.first(half), noise, answer.subspan(half));
        case FaultKind::wrong_check: {
            Bytes octets = copy(answer);
            octets.back() ^= 0x10;
            return octets;
        }
        case FaultKind::long_length:
            return with_length(answer, length + 1);
        case FaultKind::short_length:
            return with_length(answer, length - 1);
        case FaultKind::zero_length:
            return with_length(answer, 0);
        case FaultKind::greatest_length:
            return with_length(answer, UINT16_MAX);
        case FaultKind::short_frame:
            return with_data(answer, ByteView{data}.first(data.size() / 2));
        case FaultKind::long_frame:
            return with_data(answer, joined(data, noise));
        case FaultKind::inner_lengths:
            std::ranges::fill(MutableByteView{data}.first(std::min<std::size_t>(4, data.size())), 0xFF);
            return with_data(answer, data);
        case FaultKind::half_frame:
            return copy(answer.first(half));
        case FaultKind::endless:
            return babble(answer);
        case FaultKind::echo:
            return joined(request, answer);
        case FaultKind::doubled:
            return joined(answer, answer);
        case FaultKind::foreign_answer:
            return foreign(answer);
        case FaultKind::unplugged:
            return copy(answer.first(half));
        default:
            return copy(answer);
    }
}

}  // namespace fivestar::sim::sam
