// SPDX-License-Identifier: Apache-2.0
// The commands of PC/SC clients to a reader of this driver (docs/SAM.md). They are not sent to the card.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>

namespace fivestar::driver {

enum class Request : std::uint8_t {
    serial_number,           ///< FF CA 00 00
    stream,                  ///< FF B0 bb 00: a block, or everything with an extended Le of at least 1,284
    sam_id,                  ///< FF CA F0 00
    last_result,             ///< FF CA F1 00
    appended_addresses,      ///< FF CA F2 00
    management_information,  ///< FF CA F3 00
    fingerprints,            ///< FF CA F4 bb
    zeros,                   ///< FF CA F5 00
};

struct PseudoApdu {
    Request request;
    std::uint8_t block;    ///< of stream and fingerprints
    std::size_t expected;  ///< Ne of ISO 7816-4: the client's limit, 1 to 65,536
    bool extended;         ///< Le was extended
};

/// ISO 7816-4 status words.
namespace sw {
inline constexpr std::uint16_t success = 0x9000;
inline constexpr std::uint16_t no_information = 0x6400;
inline constexpr std::uint16_t memory_failure = 0x6581;
inline constexpr std::uint16_t wrong_length = 0x6700;
inline constexpr std::uint16_t security_not_satisfied = 0x6982;
inline constexpr std::uint16_t authentication_blocked = 0x6983;
inline constexpr std::uint16_t conditions_not_satisfied = 0x6985;
inline constexpr std::uint16_t incorrect_data = 0x6A80;
inline constexpr std::uint16_t function_not_supported = 0x6A81;
inline constexpr std::uint16_t incorrect_parameters = 0x6A86;
inline constexpr std::uint16_t data_not_found = 0x6A88;
inline constexpr std::uint16_t wrong_expected_length = 0x6C00;
inline constexpr std::uint16_t unknown_instruction = 0x6D00;
inline constexpr std::uint16_t unknown_class = 0x6E00;
inline constexpr std::uint16_t no_diagnosis = 0x6F00;
}  // namespace sw

/// Parses a command APDU. Returns the status word of a refusal as the error.
[[nodiscard]] std::expected<PseudoApdu, std::uint16_t> parse_pseudo_apdu(ByteView octets);

/// Writes the response APDU to `to`: `data` and 9000, 6Cxx with the exact length if Ne is smaller, 6700 if only an
/// extended Le would suffice. Returns its size, or 0 without writing if `to` is too small.
[[nodiscard]] std::size_t write_response(const PseudoApdu& apdu, ByteView data, MutableByteView to);

/// Writes a status word. Returns 0 if `to` is too small.
[[nodiscard]] std::size_t write_status(std::uint16_t status_word, MutableByteView to);

}  // namespace fivestar::driver
