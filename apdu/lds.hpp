// SPDX-License-Identifier: Apache-2.0
// The eMRTD application and the elementary files of the logical data structure (ICAO Doc 9303-10), and SELECT (ISO/IEC
// 7816-4 §11.2.2) in the forms that travel documents accept.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/tlv/cursor.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace fivestar::apdu {

/// The meaning of the data field, with its value in P1.
enum class SelectBy : std::uint8_t { ef_identifier = 0x02, application_identifier = 0x04 };

/// Selects without requesting file control information (P2=0C, no Le), since many chips refuse an Le there. Where the
/// chip refuses, tries P2=00 with Le; not for an EF that is absent (6A82) or closed (6982, 6986). A warning (62xx) is
/// no refusal.
///
/// Errors: `file_not_found` for 6A82, `access_denied` for 6982, `unexpected_status` for the rest, all with the `sw` of
/// the last form; those of `channel`.
Result<void> select(Channel& channel, SelectBy by, ByteView name);

namespace lds {

/// The identifiers of an elementary file. `step` names its reading in errors and logs.
struct FileId {
    std::string_view step;
    std::uint16_t identifier;
    std::uint8_t short_identifier;
    tlv::Tag tag;              ///< of the one data object in the file
    std::uint16_t least_size;  ///< octets that the file has at least and that the first READ BINARY requests

    friend bool operator==(const FileId&, const FileId&) = default;
};

/// The AID of the eMRTD application.
inline constexpr std::array<std::uint8_t, 7> application_identifier{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01};

// A read starts with 8 octets, enough for any header, or with 256 where the file is known to be longer.
inline constexpr std::uint16_t header_octets = 8;
inline constexpr std::uint16_t short_answer = 256;

inline constexpr FileId com{"read_com", 0x011E, 0x1E, 0x60, header_octets};
inline constexpr FileId sod{"read_sod", 0x011D, 0x1D, 0x77, short_answer};
/// EF.CardAccess, in the master file, readable without access control.
inline constexpr FileId card_access{"read_card_access", 0x011C, 0x1C, 0x31, header_octets};
/// EF.CardSecurity, in the master file, readable after PACE: the signed form of EF.CardAccess, with the chip's keys.
inline constexpr FileId card_security{"read_card_security", 0x011D, 0x1D, 0x30, short_answer};

/// DG1 to DG16.
inline constexpr std::array<FileId, 16> data_groups{{
    {"read_dg1", 0x0101, 0x01, 0x61, header_octets},
    {"read_dg2", 0x0102, 0x02, 0x75, short_answer},
    {"read_dg3", 0x0103, 0x03, 0x63, header_octets},
    {"read_dg4", 0x0104, 0x04, 0x76, header_octets},
    {"read_dg5", 0x0105, 0x05, 0x65, header_octets},
    {"read_dg6", 0x0106, 0x06, 0x66, header_octets},
    {"read_dg7", 0x0107, 0x07, 0x67, header_octets},
    {"read_dg8", 0x0108, 0x08, 0x68, header_octets},
    {"read_dg9", 0x0109, 0x09, 0x69, header_octets},
    {"read_dg10", 0x010A, 0x0A, 0x6A, header_octets},
    {"read_dg11", 0x010B, 0x0B, 0x6B, header_octets},
    {"read_dg12", 0x010C, 0x0C, 0x6C, header_octets},
    {"read_dg13", 0x010D, 0x0D, 0x6D, header_octets},
    {"read_dg14", 0x010E, 0x0E, 0x6E, header_octets},
    {"read_dg15", 0x010F, 0x0F, 0x6F, header_octets},
    {"read_dg16", 0x0110, 0x10, 0x70, header_octets},
}};

/// Returns DG`number`, 1 to 16. Throws std::out_of_range for another number, which is a bug.
[[nodiscard]] constexpr const FileId& data_group(std::size_t number) {
    return data_groups.at(number - 1);
}

/// Selects the eMRTD application, in one exchange with a chip that follows the standard.
///
/// Errors: `unsupported`, with `sw`, if the chip does not have the application or refuses; those of `channel`.
Result<void> select_application(Channel& channel);

}  // namespace lds
}  // namespace fivestar::apdu
