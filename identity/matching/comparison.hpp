// SPDX-License-Identifier: Apache-2.0
// The result of comparing two values.
#pragma once

#include "crypto/base/enum_names.hpp"
#include "crypto/base/reason.hpp"

#include <cstdint>
#include <string_view>

namespace fivestar::identity {

enum class Likeness : std::uint8_t { same, different, not_comparable };

inline constexpr EnumNames<Likeness::not_comparable> likeness_names("same", "different", "not_comparable");
[[nodiscard]] constexpr std::string_view to_string(Likeness likeness) {
    return likeness_names[likeness];
}

struct Comparison {
    Likeness likeness = Likeness::not_comparable;
    Reason reason = Reason::none;

    friend bool operator==(const Comparison&, const Comparison&) = default;
};

[[nodiscard]] constexpr Comparison same(Reason how = Reason::none) {
    return {Likeness::same, how};
}
[[nodiscard]] constexpr Comparison different(Reason how = Reason::none) {
    return {Likeness::different, how};
}
[[nodiscard]] constexpr Comparison not_comparable(Reason why) {
    return {Likeness::not_comparable, why};
}

}  // namespace fivestar::identity
