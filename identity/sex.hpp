// SPDX-License-Identifier: Apache-2.0
// Sex as documents code it: Doc 9303-3 (M, F, <) and GB/T 2261.1 (0, 1, 2, 9).
#pragma once

#include <cstdint>
#include <string_view>

namespace fivestar::identity {

enum class Sex : std::uint8_t { female, male, unspecified, unknown };

/// `female`, `male`, `unspecified` (the document says so: MRZ `<`, GB/T 2261.1 `9`), `unknown` (it does not say).
[[nodiscard]] std::string_view to_string(Sex sex);

}  // namespace fivestar::identity
