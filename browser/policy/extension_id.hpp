// SPDX-License-Identifier: Apache-2.0
// The id that the extension has in Chromium and Chrome, by the key in its manifest, and in Firefox.
#pragma once

#include <string_view>

namespace fivestar::browser {

inline constexpr std::string_view chromium_extension = "chrome-extension://ibnmbgakdahaaigclihocihobbegnebp/";
inline constexpr std::string_view firefox_extension = "fivestar@fivestard.invalid";

}  // namespace fivestar::browser
