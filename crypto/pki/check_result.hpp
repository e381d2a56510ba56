// SPDX-License-Identifier: Apache-2.0
// What a single check found: an outcome and, unless it passed, why. Facts stay apart; whoever asks folds them.
#pragma once

#include <cstdint>
#include <string_view>

namespace fivestar::crypto {

enum class CheckOutcome : std::uint8_t { passed, failed, not_performed };

struct CheckResult {
    CheckOutcome outcome = CheckOutcome::not_performed;
    std::string_view reason = {};  ///< a code such as `signature_mismatch`, always a literal; empty when passed

    [[nodiscard]] static CheckResult passed() { return {CheckOutcome::passed, {}}; }
    [[nodiscard]] static CheckResult failed(std::string_view why) { return {CheckOutcome::failed, why}; }
    [[nodiscard]] static CheckResult not_performed(std::string_view why) { return {CheckOutcome::not_performed, why}; }

    friend bool operator==(const CheckResult&, const CheckResult&) = default;
};

}  // namespace fivestar::crypto
