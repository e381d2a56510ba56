// SPDX-License-Identifier: Apache-2.0
// The files of a chip: elementary files in the master file and in one application (ICAO Doc 9303-10 §3.11).
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <vector>

namespace fivestar::sim {

/// Access condition for selecting and reading a file.
enum class ReadAccess : std::uint8_t {
    always,
    secure_messaging,  ///< after BAC or PACE, in their session
    never,             ///< after terminal authentication, which these chips lack: DG3 and DG4
};

struct CardFile {
    std::uint16_t identifier;
    std::uint8_t short_identifier;  ///< 1 to 30
    ReadAccess access;
    Bytes content;

    /// `secured`: the command was protected by secure messaging.
    [[nodiscard]] bool readable(bool secured) const {
        return access == ReadAccess::always || (access == ReadAccess::secure_messaging && secured);
    }
};

struct FileSystem {
    std::vector<CardFile> master_file;
    Bytes application_identifier;
    std::vector<CardFile> application;
};

/// Identifiers of ICAO Doc 9303-10 §3.11; the short identifier is the lower octet.
namespace file_identifier {
inline constexpr std::uint16_t master_file = 0x3F00;
inline constexpr std::uint16_t directory = 0x2F00;
inline constexpr std::uint16_t card_information = 0x2F01;  // EF.ATR/INFO
inline constexpr std::uint16_t card_access = 0x011C;       // EF.CardAccess, in the master file
inline constexpr std::uint16_t card_security = 0x011D;     // EF.CardSecurity, in the master file
inline constexpr std::uint16_t common = 0x011E;            // EF.COM
inline constexpr std::uint16_t security_object = 0x011D;   // EF.SOD, in the application
/// EF.DG1 to EF.DG16.
[[nodiscard]] constexpr std::uint16_t data_group(unsigned number) {
    return static_cast<std::uint16_t>(0x0100 + number);
}
}  // namespace file_identifier

}  // namespace fivestar::sim
