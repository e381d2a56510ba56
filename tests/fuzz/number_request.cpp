// SPDX-License-Identifier: Apache-2.0
// Bodies of POST /v1/number: each is refused, or contains a number that can be parsed.
#include "crypto/base/bytes.hpp"
#include "daemon/api/number_route.hpp"
#include "daemon/api/record_json.hpp"
#include "identity/china/card_number.hpp"

#include <cstdlib>

using namespace fivestar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = daemon::parse_number_request(as_text({data, size}));
    if (!text) {
        if (text.error().code != daemon::ProblemCode::bad_request) std::abort();
        return 0;
    }
    const PersonalText number = identity::typed_number(text->view());
    const identity::CardNumber parsed = identity::parse_card_number(number.view());
    if (parsed.valid() && !parsed.kind) std::abort();
    if (daemon::number_json(number.view(), parsed).empty()) std::abort();
    return 0;
}
