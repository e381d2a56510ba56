// SPDX-License-Identifier: Apache-2.0
// Ethnic groups by the codes of GB/T 3304.
#pragma once

#include "identity/coded_value.hpp"

#include <optional>
#include <string_view>

namespace fivestar::identity {

/// Returns nullopt for a code that the standard does not have.
[[nodiscard]] std::optional<CodedValue> ethnicity(std::string_view code);

}  // namespace fivestar::identity
