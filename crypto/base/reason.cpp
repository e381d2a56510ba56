// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/reason.hpp"

#include <algorithm>
#include <array>

namespace fivestar {
namespace {

#define FIVESTAR_NAME(name) #name,
/// In the order of `Reason`.
constexpr auto reason_names = std::to_array<std::string_view>({"", FIVESTAR_REASONS(FIVESTAR_NAME)});
#undef FIVESTAR_NAME

}  // namespace

std::string_view to_string(Reason reason) {
    return reason_names.at(static_cast<std::size_t>(reason));
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

}  // namespace fivestar
