#include "daemon/reading/access_report.hpp"

namespace fivestar::daemon {

std::string_view access_method(const DocumentSession& session) {
    const auto access = session.access();
    if (!access) return "none";
    switch (*access) {
        case apdu::AccessMethod::bac:
            return "bac";
        case apdu::AccessMethod::pace_mrz:
            return "pace-mrz";
        case apdu::AccessMethod::pace_can:
            return "pace-can";
    }
    return "none";
}

void report_access(const DocumentSession& session, identity::Check& check) {
    check.method = access_method(session);
    if (!session.access()) return check.skip("no_access_control");
    check.pass();
    if (session.pace_failed()) check.note("pace_failed");
    const auto& card_access = session.card_access();
    if (!card_access) return;
    if (card_access->pace.empty() && !card_access->pace_entries.empty()) check.note("pace_unsupported");
    const bool by_bac = session.access() == apdu::AccessMethod::bac;
    if (by_bac && !session.pace_failed() && !card_access->pace.empty()) check.note("pace_not_used");
}

}  // namespace fivestar::daemon
