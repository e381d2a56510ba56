// SPDX-License-Identifier: Apache-2.0
// A message of the browser's extension to the host. What was accepted goes into the body of a request to the daemon, so
// those parts must be JSON.
#include "browser/host/json_memory.hpp"
#include "browser/host/request.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

bool is_json_object(std::string_view text) {
    const auto value = fivestar::browser::parse_json(text, 4);
    return value && value->is_object();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto request = fivestar::browser::parse_request({reinterpret_cast<const char*>(data), size});
    if (!request) return 0;
    if (!request->access.empty() && !is_json_object(request->access.view())) std::abort();
    if (!request->values.empty() && !is_json_object(request->values.view())) std::abort();
    for (const std::string& id : request->reads) {
        if (id.find('/') != std::string::npos) std::abort();
    }
    return 0;
}
