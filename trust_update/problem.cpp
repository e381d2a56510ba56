// SPDX-License-Identifier: Apache-2.0
#include "trust_update/problem.hpp"

#include "crypto/base/enum_names.hpp"

namespace fivestar::trust_update {
namespace {

constexpr EnumNames<Problem::disk> problem_names("unreachable", "proxy_refused", "tls_refused", "timeout",
                                                 "interrupted", "redirect_refused", "http_status", "too_large",
                                                 "transfer_failed", "older", "not_yet_valid", "empty", "disk");

}  // namespace

std::string_view to_string(const Failure& failure) {
    const auto* const problem = std::get_if<Problem>(&failure);
    return problem != nullptr ? problem_names[*problem] : fivestar::to_string(std::get<Reason>(failure));
}

}  // namespace fivestar::trust_update
