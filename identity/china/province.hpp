// SPDX-License-Identifier: Apache-2.0
// The provinces of GB/T 2260: the first two digits of its codes.
#pragma once

#include "identity/coded_value.hpp"

#include <string_view>

namespace fivestar::identity {

struct Province {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
};

/// Returns the province of a code of two digits; nullptr if GB/T 2260 has none.
[[nodiscard]] const Province* province(std::string_view code);

/// Returns a place of four digits, province and city, with the names of a whole province; a city has none here.
[[nodiscard]] CodedValue place_of_four_digits(PersonalText code);

[[nodiscard]] CodedValue coded_value(const Province& province);

}  // namespace fivestar::identity
