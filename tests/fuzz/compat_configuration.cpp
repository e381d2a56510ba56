// SPDX-License-Identifier: Apache-2.0
// The configuration of libsdtapi.so. What is accepted has ports in their ranges only.
#include "compat/configuration.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto configuration = fivestar::compat::parse_configuration({reinterpret_cast<const char*>(data), size});
    if (!configuration) return 0;
    if (configuration->socket.empty()) std::abort();
    if (!configuration->readers) return 0;
    for (const auto& [port, reader] : *configuration->readers) {
        const bool is_port = fivestar::compat::is_serial(port) || fivestar::compat::is_usb(port);
        if (!is_port || reader.empty() || !configuration->knows(port)) std::abort();
    }
    return 0;
}
