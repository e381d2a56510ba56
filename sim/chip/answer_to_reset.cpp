// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/answer_to_reset.hpp"

#include "crypto/tlv/writer.hpp"

#include <array>

namespace fivestar::sim {
namespace {

/// Selection by full and partial name and by file identifier; short EF identifiers (ISO/IEC 7816-4 §12.1.2.9).
constexpr std::uint8_t selection_methods = 0xD4;
/// Data units of one octet.
constexpr std::uint8_t data_coding = 0x01;
constexpr std::uint8_t command_chaining = 0x80;
constexpr std::uint8_t extended_length_fields = 0x40;

std::array<std::uint8_t, 3> capabilities(bool extended_length) {
    return {selection_methods, data_coding,
            static_cast<std::uint8_t>(command_chaining | (extended_length ? extended_length_fields : 0))};
}

/// Category indicator 80, application selection and file access (31), card capabilities (73).
Bytes historical_bytes(bool extended_length) {
    Bytes bytes{0x80, 0x31, 0xC8, 0x73};
    append(bytes, capabilities(extended_length));
    return bytes;
}

}  // namespace

Bytes answer_to_reset(Interface interface, bool extended_length) {
    const Bytes historical = historical_bytes(extended_length);
    const auto count = static_cast<std::uint8_t>(historical.size());
    if (interface == Interface::contact_t0) {
        // No interface bytes: default rates and T=0 only, so there is no TCK (ISO/IEC 7816-3 §8.2).
        Bytes atr{0x3B, count};
        append(atr, historical);
        return atr;
    }
    Bytes atr{0x3B, static_cast<std::uint8_t>(0x80 | count), 0x80, 0x01};
    append(atr, historical);
    std::uint8_t check = 0;
    for (const std::uint8_t octet : ByteView{atr}.subspan(1)) check ^= octet;
    atr.push_back(check);
    return atr;
}

Bytes card_information(bool extended_length) {
    tlv::Writer writer;
    writer.add(0x47, capabilities(extended_length));
    if (extended_length) {
        const std::array<std::uint8_t, 2> longest_command{0xFF, 0xFF};
        const std::array<std::uint8_t, 2> longest_answer{0xFF, 0xFD};
        writer.add(0x7F66, [&](tlv::Writer& lengths) { lengths.add(0x02, longest_command).add(0x02, longest_answer); });
    }
    return std::move(writer).take();
}

}  // namespace fivestar::sim
