// SPDX-License-Identifier: Apache-2.0
// PACE with a hostile chip: five arbitrary responses. The first octet selects the worked example of ICAO Doc 9303-11
// whose keys the terminal uses, so that one seed for each succeeds.
#include "apdu/pace.hpp"

#include "tests/apdu/pace_example.hpp"
#include "tests/fuzz/fuzzed_channel.hpp"
#include "tests/support/scripted_random.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    static const std::array<test::PaceExample, 5> examples{
        test::PaceExample{"pace_ecdh_gm_g1.vec"}, test::PaceExample{"pace_dh_gm_g2.vec"},
        test::PaceExample{"pace_ecdh_im_h1.vec"}, test::PaceExample{"pace_dh_im_h2.vec"},
        test::PaceExample{"pace_cam_i.vec"}};
    if (size == 0) return 0;
    const test::PaceExample& example = examples.at(data[0] % examples.size());
    test::FuzzedChannel card{{data + 1, size - 1}};
    test::ScriptedRandom random{example.random()};
    const auto result = apdu::pace(card, example.info(), example.password(), random);
    if (card.exchanges > 5) std::abort();
    if (result && !apdu::SecureChannel::create(card, result->keys)) std::abort();
    return 0;
}
