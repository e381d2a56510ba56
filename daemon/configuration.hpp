// SPDX-License-Identifier: Apache-2.0
// The configuration of the daemon: TOML, parsed strictly. An unknown key, a duplicate, a wrong type or a bad value is
// refused with file, line and reason.
#pragma once

#include "configuration/configuration_error.hpp"
#include "configuration/section.hpp"
#include "daemon/keys/evidence_key.hpp"
#include "daemon/policy/policy.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// A file or directory that the configuration names.
struct NamedFile {
    enum class Kind : std::uint8_t { trust, lds_trust, plugin, pseudonym_key };
    Kind kind;
    std::filesystem::path path;
    configuration::Place place;
};

struct Configuration {
    struct Socket {
        std::filesystem::path path = "/run/fivestard/fivestard.sock";
        friend bool operator==(const Socket&, const Socket&) = default;
    };
    struct Trust {
        std::filesystem::path csca_directory = "/etc/fivestard/trust";
        std::filesystem::path crl_directory = "/etc/fivestard/crl";
        std::filesystem::path master_list_signers = "/etc/fivestard/master-list-signers";
        std::filesystem::path fetched_lists = "/var/lib/fivestar-trust-update/lists";
    };
    struct Read {
        std::chrono::seconds hold{60};
        std::chrono::seconds max_hold{600};
        std::chrono::seconds deadline{30};
        std::chrono::seconds slow_mode{60};
        bool pace_fallback_to_bac = false;
        std::string time_zone = {};  ///< a name below /usr/share/zoneinfo; empty: the system's
    };
    struct Keys {
        std::chrono::seconds lifetime{30};  ///< of a key that a scanner read
    };
    struct AlgorithmPolicy {
        bool refuse_sha1 = false;
        unsigned min_rsa_bits = 2048;
        unsigned min_ec_bits = 192;
        bool refuse_sm2_empty_id = true;
    };
    struct Sam {
        std::vector<std::string> readers = {};  ///< fnmatch(3) patterns over reader names
    };
    struct Profiles {
        bool five_star_lds = false;
        std::filesystem::path five_star_lds_trust = "/etc/fivestard/trust-lds";
    };
    struct Portrait {
        std::filesystem::path wlt_plugin = {};  ///< empty: none
    };
    struct Pseudonym {
        std::filesystem::path key_file = "/etc/fivestard/pseudonym.key";
    };
    struct Evidence {
        std::filesystem::path key_file = {};          ///< empty: evidence is not signed
        std::shared_ptr<const EvidenceKey> key = {};  ///< null without a file
    };
    struct Log {
        bool audit = true;
    };
    struct Limits {
        unsigned requests_per_minute = 600;
    };

    Socket socket = {};
    Trust trust = {};
    Read read = {};
    Keys keys = {};
    AlgorithmPolicy policy = {};
    Sam sam = {};
    Profiles profiles = {};
    Portrait portrait = {};
    Pseudonym pseudonym = {};
    Evidence evidence = {};
    Log log = {};
    Limits limits = {};
    std::vector<ClientRule> clients = {};  ///< in the order of the files; users and groups resolved
    std::vector<NamedFile> named_files = {};
};

using configuration::ConfigurationError;

/// Parses a configuration. `file` is the name for errors. Looks up user and group names (getpwnam(3), getgrnam(3)), and
/// reads the key file of [evidence].
[[nodiscard]] std::expected<Configuration, ConfigurationError> parse_configuration(std::string_view text,
                                                                                   std::string_view file);

inline constexpr std::string_view default_configuration_file = "/etc/fivestard/fivestard.toml";

/// Reads a file and those of the directory of the same name with `.d`: /etc/fivestard/fivestard.toml, then
/// /etc/fivestard/fivestard.d/*.toml in the byte order of their names. Lists of sections are appended, and of other
/// values the last one counts. The default file may be missing.
[[nodiscard]] std::expected<Configuration, ConfigurationError> load_configuration(const std::filesystem::path& file);

}  // namespace fivestar::daemon
