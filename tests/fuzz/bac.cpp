// SPDX-License-Identifier: Apache-2.0
// Basic access control with a hostile chip: two arbitrary responses, and two more if the chip refuses a length. Key and
// nonces are those of ICAO Doc 9303-11 Appendix D, so that one seed succeeds.
#include "apdu/basic_access_control.hpp"
#include "tests/fuzz/fuzzed_channel.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    test::FuzzedChannel card{{data, size}};
    test::ScriptedRandom random{test::hex(
        "781723860C06C226 0B795240CB7049B01C19B33E32804F0B 781723860C06C226 0B795240CB7049B01C19B33E32804F0B")};
    const auto result = apdu::basic_access_control(card, test::hex("239AB9CB282DAF66231DC5A4DF6BFBAE"), random);
    if (card.exchanges > 4) std::abort();
    if (result && !apdu::SecureChannel::create(card, result->keys)) std::abort();
    return 0;
}
