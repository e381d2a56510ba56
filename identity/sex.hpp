// SPDX-License-Identifier: Apache-2.0
// Sex as documents code it: Doc 9303-3 (M, F, <) and GB/T 2261.1 (0, 1, 2, 9).
#pragma once

#include "crypto/base/enum_names.hpp"

#include <cstdint>
#include <string_view>

namespace fivestar::identity {

/// `unspecified`: the document says so (MRZ `<`, GB/T 2261.1 `9`); `unknown`: it does not say.
enum class Sex : std::uint8_t { female, male, unspecified, unknown };
inline constexpr EnumNames<Sex::unknown> sex_names("female", "male", "unspecified", "unknown");
[[nodiscard]] constexpr std::string_view to_string(Sex sex) {
    return sex_names[sex];
}

}  // namespace fivestar::identity
