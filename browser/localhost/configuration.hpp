// SPDX-License-Identifier: Apache-2.0
// The configuration of fivestar-localhost, /etc/fivestard/localhost.toml.
#pragma once

#include "browser/localhost/vendor_forms.hpp"
#include "configuration/configuration_error.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string_view>
#include <vector>

namespace fivestar::browser {

struct LocalService {
    VendorForm form = VendorForm::zkidronline;
    std::uint16_t port = 0;  ///< on 127.0.0.1
};

struct LocalhostConfiguration {
    std::filesystem::path socket = "/run/fivestard/fivestard.sock";
    std::vector<LocalService> services = {};
};

inline constexpr const char* default_localhost_file = "/etc/fivestard/localhost.toml";

[[nodiscard]] std::expected<LocalhostConfiguration, configuration::ConfigurationError> parse_localhost_configuration(
    std::string_view text, std::string_view file);

/// Reads a file and those of the directory of the same name with `.d`. The default file may be missing.
[[nodiscard]] std::expected<LocalhostConfiguration, configuration::ConfigurationError> load_localhost_configuration(
    const std::filesystem::path& file);

}  // namespace fivestar::browser
