// SPDX-License-Identifier: Apache-2.0
#include "driver/pseudo_apdu.hpp"

#include "samv/stream.hpp"

#include <algorithm>

namespace fivestar::driver {
namespace {

constexpr std::uint8_t pseudo_class = 0xFF;
constexpr std::uint8_t read_stream = 0xB0;
constexpr std::uint8_t get_data = 0xCA;
constexpr std::size_t header_size = 4;
constexpr std::size_t with_short_le = 5;
constexpr std::size_t with_extended_le = 7;
constexpr std::size_t most_of_short_le = 256;
constexpr std::size_t most_of_extended_le = 65536;
constexpr std::uint8_t fingerprint_blocks = 4;
constexpr std::size_t status_word_size = 2;

/// Sets the request of INS, P1 and P2, or returns the status word of a refusal.
std::uint16_t name_request(ByteView header, PseudoApdu& apdu) {
    const std::uint8_t p1 = header[2];
    const std::uint8_t p2 = header[3];
    if (header[1] == read_stream) {
        apdu.request = Request::stream;
        apdu.block = p1;
        return p1 < samv::stream_blocks && p2 == 0 ? sw::success : sw::incorrect_parameters;
    }
    constexpr std::uint8_t first_of_ours = 0xF0;
    constexpr std::array ours{
        Request::sam_id,       Request::last_result, Request::appended_addresses, Request::management_information,
        Request::fingerprints, Request::zeros};
    if (p1 == 0) {
        apdu.request = Request::serial_number;
    } else if (p1 >= first_of_ours && p1 - first_of_ours < static_cast<int>(ours.size())) {
        apdu.request = ours[p1 - first_of_ours];
    } else {
        return sw::function_not_supported;
    }
    if (apdu.request == Request::fingerprints) {
        apdu.block = p2;
        return p2 < fingerprint_blocks ? sw::success : sw::incorrect_parameters;
    }
    return p2 == 0 ? sw::success : sw::incorrect_parameters;
}

}  // namespace

std::expected<PseudoApdu, std::uint16_t> parse_pseudo_apdu(ByteView octets) {
    if (octets.size() < header_size) return std::unexpected{sw::wrong_length};
    if (octets[0] != pseudo_class) return std::unexpected{sw::unknown_class};
    if (octets[1] != read_stream && octets[1] != get_data) return std::unexpected{sw::unknown_instruction};

    PseudoApdu apdu{};
    if (octets.size() == with_short_le) {
        apdu.expected = octets[4] == 0 ? most_of_short_le : octets[4];
    } else if (octets.size() == with_extended_le && octets[4] == 0) {
        const std::size_t le = static_cast<std::size_t>(octets[5] << 8 | octets[6]);
        apdu.expected = le == 0 ? most_of_extended_le : le;
        apdu.extended = true;
    } else {
        return std::unexpected{sw::wrong_length};
    }
    const std::uint16_t refused = name_request(octets.first(header_size), apdu);
    if (refused != sw::success) return std::unexpected{refused};
    return apdu;
}

std::size_t write_response(const PseudoApdu& apdu, ByteView data, MutableByteView to) {
    if (apdu.expected < data.size()) {
        const bool needs_extended = data.size() > most_of_short_le;
        return write_status(needs_extended
                                ? sw::wrong_length
                                : static_cast<std::uint16_t>(sw::wrong_expected_length | (data.size() & 0xFF)),
                            to);
    }
    if (to.size() < data.size() + status_word_size) return 0;
    std::ranges::copy(data, to.begin());
    return data.size() + write_status(sw::success, to.subspan(data.size()));
}

std::size_t write_status(std::uint16_t status_word, MutableByteView to) {
    if (to.size() < status_word_size) return 0;
    to[0] = static_cast<std::uint8_t>(status_word >> 8);
    to[1] = static_cast<std::uint8_t>(status_word);
    return status_word_size;
}

}  // namespace fivestar::driver
