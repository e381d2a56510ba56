// SPDX-License-Identifier: Apache-2.0
// Machine readable zones: DG1, a client's printed lines, lines that are being typed, and a client's three values.
#include "identity/mrz/mrz.hpp"

#include "identity/mrz/mrz_information.hpp"
#include "identity/mrz/typed_mrz.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    constexpr auto today = std::chrono::year{2026} / 6 / 15;
    const std::string_view text = as_text(ByteView{data, size});
    if (const auto mrz = identity::parse_mrz(text, today)) {
        if (mrz->birth_date && *mrz->birth_date > today) std::abort();
    }
    if (const auto information = identity::mrz_information(text); information && information->size() < 24) std::abort();

    const identity::TypedMrz typed = identity::examine_typed_mrz(text);
    for (const identity::MrzPosition& wrong : typed.wrong) {
        if (wrong.line < 1 || wrong.line > 3 || wrong.position < 1 || wrong.position > typed.line_size) std::abort();
    }

    const std::string_view number = text.substr(0, text.find('\n'));
    const std::string_view dates = text.substr(number.size());
    const auto values =
        identity::mrz_information(number, dates.substr(0, dates.size() / 2), dates.substr(dates.size() / 2));
    if (values && values->size() < 24) std::abort();
    return 0;
}
