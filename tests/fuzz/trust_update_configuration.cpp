// SPDX-License-Identifier: Apache-2.0
// The TOML files of fivestar-trust-update: its configuration, and what it remembers about a source.
#include "trust_update/configuration.hpp"
#include "trust_update/source_state.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fivestar::as_text({data, size});
    (void)fivestar::trust_update::parse_configuration(text, "");
    const auto state = fivestar::trust_update::parse_source_state(text);
    const auto again = fivestar::trust_update::parse_source_state(to_text(state));
    if (again.validators.etag != state.validators.etag) __builtin_trap();
    return 0;
}
