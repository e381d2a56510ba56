// SPDX-License-Identifier: Apache-2.0
// Bodies of POST /v1/read: each is refused, or is a request within its bounds.
#include "daemon/api/read_body.hpp"

#include "crypto/base/bytes.hpp"

#include <cstdlib>

using namespace fivestar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace std::chrono_literals;
    const auto request = daemon::parse_read_body(as_text({data, size}));
    if (!request) {
        const auto code = request.error().code;
        const bool said = code == daemon::ProblemCode::bad_request || code == daemon::ProblemCode::bad_access_key;
        if (!said || request.error().field.size() > 80) std::abort();
        return 0;
    }
    if (request->selection.wait < 0s || request->selection.wait > daemon::longest_wait) std::abort();
    if (request->access.can && request->access.can->size() != 6) std::abort();
    if (request->access.mrz_information && request->access.mrz_information->size() < 24) std::abort();
    const auto fields = daemon::fields_of(*request, daemon::Grants::everything());
    if (!fields || (request->evidence && !fields->contains("evidence"))) std::abort();
    return 0;
}
