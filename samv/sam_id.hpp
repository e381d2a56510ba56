// SPDX-License-Identifier: Apache-2.0
// The id of a security module, as a SAM_V module reports it and as it is printed on reading machines.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <string>

namespace fivestar::samv {

inline constexpr std::size_t sam_id_size = 16;

/// Five little-endian numbers.
struct SamId {
    std::uint16_t type;
    std::uint16_t version;
    std::uint32_t production_date;  ///< YYYYMMDD as a decimal number
    std::uint32_t serial;
    std::uint32_t random;

    friend bool operator==(const SamId&, const SamId&) = default;
};

/// Parses the 16 octets; `malformed` for another size.
[[nodiscard]] Result<SamId> parse_sam_id(ByteView octets);

/// The printed form: `05.03-20150101-0001234567-0123456789`.
[[nodiscard]] std::string to_string(const SamId& id);

}  // namespace fivestar::samv
