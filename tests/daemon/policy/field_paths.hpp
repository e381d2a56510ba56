// SPDX-License-Identifier: Apache-2.0
// The paths of all fields of an answer.
#pragma once

#include "identity/record_field.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace fivestar::test {

[[nodiscard]] inline std::array<std::string_view, identity::record_field_count> field_paths() {
    std::array<std::string_view, identity::record_field_count> paths;
    for (std::size_t index = 0; index < paths.size(); ++index) {
        paths[index] = path_of(static_cast<identity::RecordField>(index));
    }
    return paths;
}

}  // namespace fivestar::test
