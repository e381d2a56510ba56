// SPDX-License-Identifier: Apache-2.0
// The rights of web pages by origin, as the administrator grants them in /etc/fivestard/browser.d/*.toml.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace fivestar::browser {

/// The rights of the pages of one origin.
struct OriginRule {
    std::string origin = {};
    std::vector<std::string> readers = {"*"};  ///< ids, with * and ?
    std::vector<std::string> fields = {};      ///< field paths; each includes what is below it
    std::vector<std::string> require = {};     ///< names of checks that each read must pass
    bool asks_consent = true;                  ///< a person at the desk is asked before a read
    bool remembers_consent = false;            ///< the answer may be kept until the browser ends
    bool permits_localhost = false;            ///< pages may also use fivestar-localhost, which cannot ask

    [[nodiscard]] bool permits_reader(const std::string& id) const;
    /// True if every reader of the daemon is permitted.
    [[nodiscard]] bool permits_every_reader() const;
    /// True if the path, or one that it is below, is listed.
    [[nodiscard]] bool permits_field(std::string_view path) const;
    /// True if a comparison of the field is permitted: the field itself, or `compare.` and the field.
    [[nodiscard]] bool permits_comparison(std::string_view path) const;
};

struct Policy {
    std::vector<OriginRule> rules = {};
    /// The programs that may start the host; empty: `default_browsers`.
    std::vector<std::filesystem::path> browsers = {};

    /// The rule of an origin, compared as a whole; nullptr if the policy does not name it.
    [[nodiscard]] const OriginRule* find(std::string_view origin) const;
};

/// Loads every *.toml file of a directory. They and the directory must belong to `owner` and be writable by nobody
/// else. An error is `FILE:LINE: REASON`. A directory that does not exist is an empty policy.
[[nodiscard]] std::expected<Policy, std::string> load_policy(const std::filesystem::path& directory, uid_t owner);

}  // namespace fivestar::browser
