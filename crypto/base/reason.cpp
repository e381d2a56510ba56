// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/reason.hpp"

#include <algorithm>
#include <array>

namespace fivestar {
namespace {

// All in the order of `Reason`.
#define FIVESTAR_NAME(name, reason_class) #name,
constexpr auto reason_names = std::to_array<std::string_view>({"", FIVESTAR_REASONS(FIVESTAR_NAME)});
#undef FIVESTAR_NAME
#define FIVESTAR_CLASS(name, reason_class) ReasonClass::reason_class,
constexpr auto reason_classes = std::to_array<ReasonClass>({ReasonClass::other, FIVESTAR_REASONS(FIVESTAR_CLASS)});
#undef FIVESTAR_CLASS
#define FIVESTAR_VALUE(name, reason_class) Reason::name,
constexpr auto reasons = std::to_array<Reason>({FIVESTAR_REASONS(FIVESTAR_VALUE)});
#undef FIVESTAR_VALUE

}  // namespace

std::string_view to_string(Reason reason) {
    return reason_names.at(static_cast<std::size_t>(reason));
}

ReasonClass class_of(Reason reason) {
    return reason_classes.at(static_cast<std::size_t>(reason));
}

std::span<const Reason> all_reasons() {
    return reasons;
}

std::optional<Reason> reason_by_name(std::string_view name) {
    const auto found = std::find(reason_names.begin() + 1, reason_names.end(), name);
    if (found == reason_names.end()) return std::nullopt;
    return static_cast<Reason>(found - reason_names.begin());
}

Reason reason_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::trailing_bytes:
            return Reason::trailing_bytes;
        case ErrorCode::limit_exceeded:
            return Reason::limit_exceeded;
        case ErrorCode::unsupported:
            return Reason::unsupported;
        case ErrorCode::io_failure:
            return Reason::io_failure;
        default:
            return Reason::malformed;
    }
}

void add_finding(std::vector<Reason>& findings, Reason what) {
    if (std::ranges::find(findings, what) == findings.end()) findings.push_back(what);
}

}  // namespace fivestar
