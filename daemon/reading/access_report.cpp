#include "daemon/reading/access_report.hpp"

#include "identity/chip_keys.hpp"

#include <string_view>
#include <vector>

namespace fivestar::daemon {
namespace {

std::string_view method_of(apdu::AccessMethod method) {
    switch (method) {
        case apdu::AccessMethod::bac:
            return "bac";
        case apdu::AccessMethod::pace_mrz:
            return "pace-mrz";
        case apdu::AccessMethod::pace_can:
            return "pace-can";
    }
    return "bac";
}

}  // namespace

void report_access(const DocumentSession& session, identity::Check& check) {
    const auto access = session.access();
    if (!access) {
        check.method = "none";
        check.skip("no_access_control");
        return;
    }
    check.pass(method_of(*access));
    if (session.pace_failed()) check.note("pace_failed");
    const auto& card_access = session.card_access();
    if (!card_access) return;
    if (card_access->pace.empty() && !card_access->pace_entries.empty()) check.note("pace_unsupported");
    const bool by_bac = session.access() == apdu::AccessMethod::bac;
    if (by_bac && !session.pace_failed() && !card_access->pace.empty()) check.note("pace_not_used");
}

void compare_card_access(const DocumentSession& session, ByteView dg14, identity::Check& check) {
    const auto& card_access = session.card_access();
    const std::vector<Bytes> shown = card_access ? card_access->pace_entries : std::vector<Bytes>{};
    const auto infos = identity::parse_dg14(dg14);
    if (infos && !infos->pace_entries.empty()) {
        if (infos->pace_entries != shown) check.fail("card_access_mismatch");
    } else if (!shown.empty()) {
        check.note("card_access_unconfirmed");
    }
}

}  // namespace fivestar::daemon
