// SPDX-License-Identifier: Apache-2.0
// The configuration of fivestar-trust-update, /etc/fivestard/trust-update.toml: which lists are fetched from where.
#pragma once

#include "configuration/configuration_error.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::trust_update {

using configuration::ConfigurationError;

enum class ListKind : std::uint8_t { master_list, revocation_list };

/// Returns `master_list` or `revocation_list`.
[[nodiscard]] std::string_view to_string(ListKind kind);

/// A list and its address.
struct Source {
    ListKind kind = ListKind::master_list;
    std::string name = {};
    std::string url = {};
    std::chrono::hours interval{24};

    /// The name of the list's file: `de.ml`, `de.crl`.
    [[nodiscard]] std::string file() const;
};

struct Configuration {
    /// The directories of fivestard, for verification.
    struct Trust {
        std::filesystem::path csca_directory = "/etc/fivestard/trust";
        std::filesystem::path crl_directory = "/etc/fivestard/crl";
        std::filesystem::path master_list_signers = "/etc/fivestard/master-list-signers";
    };
    struct Fetch {
        std::filesystem::path directory = "/var/lib/fivestar-trust-update";
        std::string proxy = {};  ///< empty: the environment's `https_proxy`, if it is set
        std::filesystem::path ca_file = "/etc/ssl/certs/ca-certificates.crt";
        std::chrono::seconds deadline{300};
        std::size_t largest = std::size_t{16} << 20U;  ///< octets
    };

    Trust trust = {};
    Fetch fetch = {};
    std::vector<Source> sources = {};  ///< master lists first, because they bring the issuers of revocation lists
};

inline constexpr const char* default_configuration_file = "/etc/fivestard/trust-update.toml";

[[nodiscard]] std::expected<Configuration, ConfigurationError> parse_configuration(std::string_view text,
                                                                                   std::string_view file);

/// Reads a file and those of the directory of the same name with `.d`. The default file may be missing.
[[nodiscard]] std::expected<Configuration, ConfigurationError> load_configuration(const std::filesystem::path& file);

}  // namespace fivestar::trust_update
