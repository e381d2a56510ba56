// SPDX-License-Identifier: Apache-2.0
// EF.COM (ICAO Doc 9303-10 section 4.6.1): which data groups the chip says it has. Not signed; the security object is
// what counts.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "identity/lds/data_group.hpp"

#include <string>
#include <vector>

namespace fivestar::identity {

struct EfCom {
    std::string lds_version = {};                   ///< `1.7`; empty if absent or not digits
    std::string unicode_version = {};               ///< `4.0.0`; the same
    std::vector<DataGroupNumber> data_groups = {};  ///< as listed, without repetitions
    std::vector<std::uint8_t> unknown_tags = {};    ///< listed octets that are no data group's tag
};

/// Errors: `malformed`, `trailing_bytes`.
[[nodiscard]] Result<EfCom> parse_ef_com(ByteView file);

}  // namespace fivestar::identity
