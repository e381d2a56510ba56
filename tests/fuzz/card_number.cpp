// SPDX-License-Identifier: Apache-2.0
// Card numbers typed by people.
#include "identity/china/card_number.hpp"

#include "identity/china/previous_numbers.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const std::string_view text = as_text(ByteView{data, size});
    const auto number = identity::parse_card_number(text);
    if (number.valid() && !number.kind) std::abort();
    if (size < 6) return 0;
    const auto previous = identity::previous_numbers(text.substr(6), text.substr(0, 3), text.substr(3, 3));
    for (const auto& candidate : previous) {
        if (identity::parse_card_number(candidate.view()).kind != identity::CardNumberKind::permanent_resident_15)
            std::abort();
    }
    return 0;
}
