// SPDX-License-Identifier: Apache-2.0
#include "daemon/audit/audit_entry.hpp"

namespace fivestar::daemon {

bool is_audited(RouteName permission) {
    switch (permission) {
        case RouteName::read:
        case RouteName::match:
        case RouteName::cross_check:
        case RouteName::number:
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
    switch (outcome) {
        case AuditOutcome::answered:
            return "answered";
        case AuditOutcome::answered_in_part:
            return "answered_in_part";
        case AuditOutcome::refused:
            return "refused";
        case AuditOutcome::failed:
            return "failed";
        case AuditOutcome::abandoned:
            break;
    }
    return "abandoned";
}

}  // namespace fivestar::daemon
