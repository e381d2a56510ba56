// SPDX-License-Identifier: Apache-2.0
// Commands from local programs to a reader of libifd-samv, and DEVICENAMEs.
#include "driver/device_name.hpp"
#include "driver/pseudo_apdu.hpp"

#include <array>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const ByteView octets{data, size};
    static_cast<void>(driver::parse_device_name(as_text(octets)));
    const auto apdu = driver::parse_pseudo_apdu(octets);
    if (!apdu) return 0;
    if (apdu->block > 5 || apdu->expected == 0 || apdu->expected > 65536) std::abort();
    std::array<std::uint8_t, 1286> answer{};
    const std::array<std::uint8_t, 1284> content{};
    const std::size_t written = driver::write_response(*apdu, content, answer);
    if (written != 2 && written != answer.size()) std::abort();
    return 0;
}
