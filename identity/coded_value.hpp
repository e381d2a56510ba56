// SPDX-License-Identifier: Apache-2.0
// A value that documents write as a code or as a name, in Chinese, English or both.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <optional>

namespace fivestar::identity {

/// A part that is not known is absent: an issuing authority may have names and no code.
struct CodedValue {
    std::optional<PersonalText> code = {};
    std::optional<PersonalText> zh = {};
    std::optional<PersonalText> en = {};
};

}  // namespace fivestar::identity
