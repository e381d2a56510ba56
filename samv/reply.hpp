// SPDX-License-Identifier: Apache-2.0
// A SAM_V module's reply: SW1 SW2 SW3, then data. Sizes of the frames of good replies in octets (GA/T 467-2019): find
// 15, select 19, SAM id 27, management information 39, text and photo 1,295, with fingerprints 1,297 to 2,321.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "samv/status.hpp"

namespace fivestar::samv {

struct Reply {
    Status status{};  ///< SW3. SW1 and SW2 are zero, or the card's status with some failures.
    PersonalBytes data;
};

/// Parses a frame's content; `malformed` if it is shorter than the three status octets.
[[nodiscard]] Result<Reply> parse_reply(ByteView content);

inline constexpr std::size_t text_size = 256;
inline constexpr std::size_t photo_size = 1024;
inline constexpr std::size_t largest_fingerprints_size = 1024;
inline constexpr std::size_t appended_address_size = 70;
inline constexpr std::size_t most_appended_addresses = 4;

/// The content of a card, as views into the reply's data.
struct CardContentView {
    ByteView text;          ///< 256 octets, UTF-16LE
    ByteView photo;         ///< 1,024 octets, WLT
    ByteView fingerprints;  ///< 0, 512 or 1,024 octets; always empty in a reply to `read_text_and_photo`
};

// Each parses the data of a good reply to the command of its name. `malformed` unless lengths and sizes are exactly
// right.

[[nodiscard]] Result<CardContentView> parse_text_and_photo(ByteView data);
[[nodiscard]] Result<CardContentView> parse_with_fingerprints(ByteView data);
/// 1 to 4 records of 70 octets, UTF-16LE, as one view.
[[nodiscard]] Result<ByteView> parse_appended_addresses(ByteView data);

/// Views into the reply's data.
struct ManagementInformationView {
    ByteView issuer_number;  ///< IIN, 4 octets
    ByteView serial_number;  ///< SN of the chip, 8 octets
    ByteView device_number;  ///< DN, the card's management number, 16 octets
};

inline constexpr std::size_t management_information_size = 28;

[[nodiscard]] Result<ManagementInformationView> parse_management_information(ByteView data);

}  // namespace fivestar::samv
