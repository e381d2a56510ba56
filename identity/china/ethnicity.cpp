// SPDX-License-Identifier: Apache-2.0
#include "identity/china/ethnicity.hpp"

#include "identity/china/ethnic_groups.hpp"

#include <algorithm>

namespace fivestar::identity {

std::optional<CodedValue> ethnicity(std::string_view code) {
    const auto found = std::ranges::find(ethnic_groups, code, &EthnicGroup::code);
    if (found == ethnic_groups.end()) return std::nullopt;
    return CodedValue{PersonalText{found->code}, PersonalText{found->zh}, PersonalText{found->en}};
}

}  // namespace fivestar::identity
