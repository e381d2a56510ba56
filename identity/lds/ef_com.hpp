// SPDX-License-Identifier: Apache-2.0
// EF.COM (ICAO Doc 9303-10 §4.6.1) lists the data groups that the chip announces. It is not signed.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "identity/lds/data_group.hpp"

#include <vector>

namespace fivestar::identity {

/// Returns the data groups as listed, without repetitions and unknown tags. Errors: `malformed`, `trailing_bytes`.
[[nodiscard]] Result<std::vector<DataGroupNumber>> parse_ef_com(ByteView file);

}  // namespace fivestar::identity
