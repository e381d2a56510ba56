// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/sam_impostor.hpp"

#include "apdu/command.hpp"
#include "apdu/response.hpp"

#include <algorithm>
#include <array>

namespace fivestar::sim {
namespace {

constexpr std::uint8_t pseudo_class = 0xFF;
constexpr std::uint8_t read_stream = 0xB0;
constexpr std::uint8_t get_data = 0xCA;
constexpr std::uint8_t id_of_module = 0xF0;
constexpr std::size_t block_size = 256;
constexpr std::size_t portrait_size = 1024;
/// Lengths of text and portrait.
constexpr std::array<std::uint8_t, 4> stream_header{0x01, 0x00, 0x04, 0x00};
/// Five little-endian numbers: 05, 03, 20150101, 1, 1.
constexpr std::array<std::uint8_t, 16> made_up_id{0x05, 0x00, 0x03, 0x00, 0x55, 0x77, 0x33, 0x01,
                                                  0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00};

Answer answer(ByteView data, apdu::StatusWord sw) {
    return {.octets = encode(apdu::Response{PersonalBytes{data}, sw})};
}

/// The data, or 6Cxx if Le asks for less.
Answer some_of(ByteView data, std::uint32_t le) {
    if (le >= data.size()) return answer(data, apdu::sw::success);
    return answer({}, apdu::sw::exact_le(data.size()));
}

}  // namespace

SamImpostor::SamImpostor(ByteView text) : stream_(stream_header.size() + text.size() + portrait_size) {
    std::ranges::copy(text, std::ranges::copy(stream_header, stream_.begin()).out);
}

Bytes SamImpostor::atr() const {
    return {0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00,
            0x03, 0x06, 0x07, 0xFF, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x20};
}

Answer SamImpostor::transmit(ByteView octets) {
    if (!powered_) return {.delivery = Delivery::never};
    const auto command = apdu::decode_command(octets);
    if (!command) return answer({}, apdu::sw::wrong_length);
    if (command->cla != pseudo_class) return answer({}, apdu::sw::cla_not_supported);
    if (command->ins == get_data) {
        if (command->p1 == id_of_module) return some_of(made_up_id, command->le);
        return answer({}, apdu::sw::function_not_supported);
    }
    if (command->ins != read_stream) return answer({}, apdu::sw::ins_not_supported);
    if (command->p1 == 0 && command->extended()) return some_of(stream_, command->le);
    const std::size_t from = command->p1 * block_size;
    if (from >= stream_.size()) return answer({}, apdu::sw::incorrect_p1_p2);
    return some_of(ByteView{stream_}.subspan(from, std::min(block_size, stream_.size() - from)), command->le);
}

}  // namespace fivestar::sim
