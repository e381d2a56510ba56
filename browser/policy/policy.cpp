// SPDX-License-Identifier: Apache-2.0
#include "browser/policy/policy.hpp"

#include "browser/policy/origin.hpp"
#include "configuration/configuration_file.hpp"

#include <algorithm>
#include <fnmatch.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace fivestar::browser {
namespace {

using configuration::Section;

constexpr std::size_t max_rules = 256;  // of one file
constexpr std::string_view path_characters = "abcdefghijklmnopqrstuvwxyz0123456789_.*";

/// The reason why a file or directory is not the administrator's alone; nothing if it is.
std::optional<std::string> ownership_fault(const std::filesystem::path& path, uid_t owner) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return fmt::format("{}: cannot be read", path.native());
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
        return fmt::format("{}: is neither a file nor a directory", path.native());
    if (status.st_uid != owner || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return fmt::format("{}: must belong to root and be writable by root alone", path.native());
    return std::nullopt;
}

void read_paths(Section& section, std::string_view key, std::vector<std::string>& to) {
    auto paths = section.texts(key);
    if (!paths) return;
    for (const std::string& path : *paths) {
        if (path.find_first_not_of(path_characters) == std::string::npos) continue;
        section.fault(key, fmt::format("holds no name: \"{}\"", path));
    }
    to = std::move(*paths);
}

OriginRule read_rule(Section& section) {
    OriginRule rule;
    rule.origin = section.text("origin").value_or("");
    if (!is_permissible_origin(rule.origin)) {
        section.fault(
            "origin",
            "must be https://HOST or https://HOST:PORT as browsers write it; http:// only with an address of a "
            "private network");
    }
    if (auto readers = section.texts("readers")) rule.readers = std::move(*readers);
    read_paths(section, "fields", rule.fields);
    if (rule.fields.empty()) section.fault("fields", "must name at least one field");
    read_paths(section, "require", rule.require);
    if (const auto consent = section.text("consent")) {
        if (*consent != "ask" && *consent != "always") section.fault("consent", "must be \"ask\" or \"always\"");
        rule.asks_consent = *consent != "always";
    }
    section.boolean("remember", rule.remembers_consent);
    if (rule.remembers_consent && !rule.asks_consent) section.fault("remember", "needs consent = \"ask\"");
    section.boolean("localhost", rule.permits_localhost);
    return rule;
}

void read_file(Section& root, Policy& policy) {
    if (const auto browsers = root.texts("browsers")) {
        for (const std::string& path : *browsers) {
            if (!path.starts_with('/')) root.fault("browsers", "must be absolute paths");
            policy.browsers.emplace_back(path);
        }
    }
    root.sections("origin", max_rules, [&policy](Section& section) {
        OriginRule rule = read_rule(section);
        if (policy.find(rule.origin) != nullptr) section.fault("origin", "is named twice");
        policy.rules.push_back(std::move(rule));
    });
}

}  // namespace

bool OriginRule::permits_reader(const std::string& id) const {
    return std::ranges::any_of(
        readers, [&id](const std::string& pattern) { return ::fnmatch(pattern.c_str(), id.c_str(), 0) == 0; });
}

bool OriginRule::permits_every_reader() const {
    return std::ranges::find(readers, "*") != readers.end();
}

bool OriginRule::permits_field(std::string_view path) const {
    return std::ranges::any_of(fields, [path](std::string_view field) {
        return path == field || field == "*" ||
               (path.size() > field.size() && path.starts_with(field) && path[field.size()] == '.');
    });
}

bool OriginRule::permits_comparison(std::string_view path) const {
    return permits_field(path) || permits_field("compare." + std::string{path});
}

const OriginRule* Policy::find(std::string_view origin) const {
    const auto found = std::ranges::find(rules, origin, &OriginRule::origin);
    return found == rules.end() ? nullptr : &*found;
}

std::expected<Policy, std::string> load_policy(const std::filesystem::path& directory, uid_t owner) {
    Policy policy;
    std::error_code error;
    if (!std::filesystem::exists(directory, error)) return policy;
    if (auto fault = ownership_fault(directory, owner)) return std::unexpected{*std::move(fault)};
    const auto files = configuration::files_of_directory(directory);
    if (!files) return std::unexpected{files.error().to_string()};
    for (const auto& file : *files) {
        if (auto fault = ownership_fault(file, owner)) return std::unexpected{*std::move(fault)};
        const auto text = configuration::text_of_configuration(file);
        if (!text) return std::unexpected{text.error().to_string()};
        const auto fault = configuration::read_configuration(*text, file.native(),
                                                             [&policy](Section& root) { read_file(root, policy); });
        if (fault) return std::unexpected{fault->to_string()};
    }
    return policy;
}

}  // namespace fivestar::browser
