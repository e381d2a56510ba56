// SPDX-License-Identifier: Apache-2.0
// EF.COM (ICAO Doc 9303-10 §4.6.1) lists the data groups that the chip announces. It is not signed.
#pragma once

#include "crypto/base/bytes.hpp"
#include "identity/lds/data_group.hpp"

#include <vector>

namespace fivestar::identity {

struct EfCom {
    std::vector<DataGroupNumber> groups = {};  ///< as listed, without repetitions and unknown tags
    bool is_odd = false;                       ///< no tag list, or two, or something else that does not belong there
};

/// Reads the file element by element; two tag lists count together.
[[nodiscard]] EfCom parse_ef_com(ByteView file);

}  // namespace fivestar::identity
