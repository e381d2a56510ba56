// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/sam_trust.hpp"

#include <algorithm>
#include <fnmatch.h>
#include <string_view>

namespace fivestar::daemon {
namespace {

constexpr std::string_view own_vendor = "fivestar";
constexpr std::string_view own_type = "SAM_V";

}  // namespace

bool believes_module_of(const apdu::ReaderDescription& reader, std::span<const std::string> named) {
    if (reader.vendor == own_vendor && reader.type == own_type) return true;
    return std::ranges::any_of(
        named, [&](const std::string& glob) { return ::fnmatch(glob.c_str(), reader.name.c_str(), 0) == 0; });
}

}  // namespace fivestar::daemon
