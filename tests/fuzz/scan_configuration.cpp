// SPDX-License-Identifier: Apache-2.0
// The configuration of fivestar-scan: it is accepted, or refused with one of its lines.
#include "crypto/base/bytes.hpp"
#include "scan/configuration/configuration.hpp"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fivestar::as_text({data, size});
    const auto configuration = fivestar::scan::parse_configuration(text, "fuzz");
    if (configuration) return 0;
    const auto lines = 1 + std::ranges::count(text, '\n');
    if (configuration.error().reason.empty() || configuration.error().line > static_cast<unsigned>(lines) + 1)
        std::abort();
    return 0;
}
