// SPDX-License-Identifier: Apache-2.0
// Characters that stand for another one and that no Unicode normalization maps to it.
#pragma once

namespace fivestar::identity {

/// Returns the character that a private-use code point of GBK or GB 18030-2000 stands for (GB 18030-2022), the
/// ideograph of a radical (U+2E80 to U+2EF3), or else `c` itself.
[[nodiscard]] char32_t equivalent_ideograph(char32_t c);

}  // namespace fivestar::identity
