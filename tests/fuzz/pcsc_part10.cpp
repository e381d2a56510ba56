// SPDX-License-Identifier: Apache-2.0
// Responses of reader drivers to feature requests.
#include "daemon/pcsc/part10.hpp"

#include <cstddef>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fivestar::ByteView octets{data, size};
    static_cast<void>(fivestar::daemon::pcsc::tlv_properties_code(octets));
    static_cast<void>(fivestar::daemon::pcsc::max_apdu_data_size(octets));
    return 0;
}
