// SPDX-License-Identifier: Apache-2.0
// Examines the lines of a machine-readable zone while a person types them.
#pragma once

#include "identity/mrz/mrz_position.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace fivestar::identity {

struct TypedMrz {
    std::size_t line_size = 0;            ///< characters of a line; 0 as long as it is not known
    bool is_complete = false;             ///< all lines are there
    std::vector<MrzPosition> wrong = {};  ///< check digits that are wrong, whatever follows
};

/// Examines what has been typed: characters of a zone, with a line feed behind each finished line. Lines of other sizes
/// than those of a zone have no check digits.
[[nodiscard]] TypedMrz examine_typed_mrz(std::string_view typed);

}  // namespace fivestar::identity
