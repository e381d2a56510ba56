// SPDX-License-Identifier: Apache-2.0
// The result of one check: its outcome and, unless it passed, the reason. Results stay separate; the caller folds them
// into a verdict.
#pragma once

#include "crypto/base/enum_names.hpp"
#include "crypto/base/reason.hpp"

#include <cstdint>
#include <string_view>

namespace fivestar {

enum class Outcome : std::uint8_t { passed, failed, not_performed };

inline constexpr EnumNames<Outcome::not_performed> outcome_names("passed", "failed", "not_performed");
[[nodiscard]] constexpr std::string_view to_string(Outcome outcome) {
    return outcome_names[outcome];
}

struct CheckResult {
    Outcome outcome = Outcome::not_performed;
    Reason reason = Reason::none;  ///< `none` if passed

    /// The outcome that the class of the reason has: failed if it is disproved, else not performed.
    [[nodiscard]] static CheckResult of(Reason why) {
        return {class_of(why) == ReasonClass::disproved ? Outcome::failed : Outcome::not_performed, why};
    }
    [[nodiscard]] static CheckResult passed() { return {Outcome::passed, Reason::none}; }
    [[nodiscard]] static CheckResult failed(Reason why) { return {Outcome::failed, why}; }
    [[nodiscard]] static CheckResult not_performed(Reason why) { return {Outcome::not_performed, why}; }

    friend bool operator==(const CheckResult&, const CheckResult&) = default;
};

}  // namespace fivestar
