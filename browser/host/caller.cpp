// SPDX-License-Identifier: Apache-2.0
#include "browser/host/caller.hpp"

#include "browser/policy/extension_id.hpp"

#include <algorithm>
#include <string>
#include <system_error>
#include <unistd.h>

namespace fivestar::browser {

const std::vector<std::filesystem::path>& default_browsers() {
    static const std::vector<std::filesystem::path> paths{
        "/usr/lib/chromium/chromium",
        "/opt/google/chrome/chrome",
        "/usr/lib/firefox-esr/firefox-esr",
        "/usr/lib/firefox/firefox",
    };
    return paths;
}

bool names_our_extension(std::span<const char* const> arguments) {
    return (arguments.size() > 1 && arguments[1] == chromium_extension) ||
           (arguments.size() > 2 && arguments[2] == firefox_extension);
}

bool is_child_of(const std::vector<std::filesystem::path>& browsers) {
    const gid_t effective = ::getegid();
    if (::setegid(::getgid()) != 0) return false;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/" + std::to_string(::getppid()) + "/exe", error);
    const bool is_browser = !error && std::ranges::find(browsers, program) != browsers.end();
    return ::setegid(effective) == 0 && is_browser;
}

}  // namespace fivestar::browser
