// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/access_report.hpp"

namespace fivestar::daemon {

std::string_view access_method(const AccessFacts& access) {
    if (!access.method) return "none";
    switch (*access.method) {
        case apdu::AccessMethod::bac:
            return "bac";
        case apdu::AccessMethod::pace_mrz:
            return "pace-mrz";
        case apdu::AccessMethod::pace_can:
            return "pace-can";
    }
    return "none";
}

void report_access(const AccessFacts& access, identity::Check& check) {
    check.method = access_method(access);
    if (!access.method) return check.skip(Reason::no_access_control);
    check.pass();
    if (access.pace_failed) check.note(Reason::pace_failed);
    if (!access.card_access) return;
    if (access.card_access->pace.empty() && !access.card_access->pace_entries.empty())
        check.note(Reason::pace_unsupported);
    const bool by_bac = access.method == apdu::AccessMethod::bac;
    if (by_bac && !access.pace_failed && !access.card_access->pace.empty()) check.note(Reason::pace_not_used);
}

}  // namespace fivestar::daemon
