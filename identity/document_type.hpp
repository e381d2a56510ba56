// SPDX-License-Identifier: Apache-2.0
// The type of a document by its machine-readable zone.
#pragma once

#include "identity/record.hpp"

#include <string_view>

namespace fivestar::identity {

/// Returns the type of a document with this document code (one or two letters or digits, without fillers) and issuing
/// state (as in `Mrz`: `D` for Germany). Doc 9303-4 to -7 define the first letter and leave the second to the state, so
/// residence permits are known by their state's codes. `other` for a code that says nothing.
[[nodiscard]] DocumentType document_type(std::string_view document_code, std::string_view issuing_state);

}  // namespace fivestar::identity
