// SPDX-License-Identifier: Apache-2.0
// Bodies of match and cross-check: each is refused, or every claim can be compared with a record.
#include "daemon/api/comparison_request.hpp"

#include "crypto/base/bytes.hpp"

#include <cstdlib>

using namespace fivestar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using std::chrono::year;
    const std::string_view body = as_text({data, size});
    identity::IdentityRecord record;
    record.holder.names = identity::Names{.latin = PersonalText{std::string_view{"SPECIMEN, ANNA"}}};
    record.holder.birth_date_printed.emplace("85<<<<");
    record.document.number.emplace("931586198001010028");
    const auto claims = daemon::parse_match_request(body);
    if (claims) {
        for (const daemon::Claim& claim : *claims) {
            static_cast<void>(identity::compare(claim.field, claim.record, record, year{2026} / 1 / 31));
        }
    } else if (claims.error().code != daemon::ProblemCode::bad_request) {
        std::abort();
    }
    const auto check = daemon::parse_cross_check_request(body);
    if (check ? check->reads[0] == check->reads[1] : check.error().code != daemon::ProblemCode::bad_request)
        std::abort();
    return 0;
}
