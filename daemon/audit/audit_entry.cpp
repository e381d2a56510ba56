// SPDX-License-Identifier: Apache-2.0
#include "daemon/audit/audit_entry.hpp"

#include <array>

namespace fivestar::daemon {

bool is_audited(RouteName permission) {
    switch (permission) {
        case RouteName::read:
        case RouteName::match:
        case RouteName::cross_check:
        case RouteName::number:
        case RouteName::key:
            return true;
        case RouteName::health:
        case RouteName::readers:
        case RouteName::events:
        case RouteName::whoami:
        case RouteName::trust:
        case RouteName::diagnosis:
        case RouteName::metrics:
        case RouteName::openapi:
            break;
    }
    return false;
}

std::string_view to_string(AuditOutcome outcome) {
    constexpr std::array<std::string_view, 5> names{"answered", "answered_in_part", "refused", "failed", "abandoned"};
    return names.at(static_cast<std::size_t>(outcome));
}

}  // namespace fivestar::daemon
