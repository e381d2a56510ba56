// SPDX-License-Identifier: Apache-2.0
#include "browser/policy/extension_id.hpp"
#include "browser/policy/policy.hpp"
#include "configuration/configuration_file.hpp"
#include "diagnosis/machine.hpp"
#include "diagnosis/machine_text.hpp"
#include "diagnosis/process.hpp"

#include <algorithm>
#include <array>
#include <grp.h>
#include <string>
#include <sys/stat.h>
#include <system_error>

namespace fivestar::diagnosis {
namespace {

constexpr std::size_t max_policies = 64;
constexpr std::string_view policy_directory = "etc/fivestard/browser.d";
constexpr std::string_view host_program = "usr/bin/fivestar-browser-host";
constexpr std::string_view daemon_configuration = "etc/fivestard/fivestard.toml";
constexpr std::string_view localhost_program = "fivestar-localh";  // of fivestar-localhost: comm has 15 characters

/// A browser that can start the host, below the root directory.
struct Browser {
    std::string_view program;
    std::string_view manifest;   ///< of the host
    std::string_view extension;  ///< as packages install it
    std::string_view policies;   ///< a directory of files that may name the extension
    std::string_view extension_id;
};

constexpr std::string_view chromium_id =
    browser::chromium_extension.substr(std::string_view{"chrome-extension://"}.size(), 32);
constexpr std::array<Browser, 3> browsers{{
    {"usr/lib/chromium/chromium", "etc/chromium/native-messaging-hosts/fivestar.browser.json",
     "usr/share/chromium/extensions/fivestar/manifest.json", "etc/chromium/policies/managed", chromium_id},
    {"opt/google/chrome/chrome", "etc/opt/chrome/native-messaging-hosts/fivestar.browser.json",
     "usr/share/google-chrome/extensions/ibnmbgakdahaaigclihocihobbegnebp.json", "etc/opt/chrome/policies/managed",
     chromium_id},
    {"usr/lib/firefox-esr/firefox-esr", "usr/lib/mozilla/native-messaging-hosts/fivestar.browser.json",
     "usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/fivestar@fivestard.invalid.xpi",
     "etc/firefox/policies", browser::firefox_extension},
}};

/// Snap and Flatpak, where they put their browsers.
constexpr std::array<std::string_view, 5> confined_browsers{
    "snap/bin/chromium", "snap/bin/firefox", "var/lib/flatpak/app/org.chromium.Chromium",
    "var/lib/flatpak/app/com.google.Chrome", "var/lib/flatpak/app/org.mozilla.firefox"};

bool is_there(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

std::string group_name(gid_t group_id) {
    std::array<char, 4096> buffer{};
    group entry{};
    group* found = nullptr;
    ::getgrgid_r(group_id, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::string{} : std::string{entry.gr_name};
}

/// True if a line of the daemon's configuration names the group.
bool names_group(std::string_view configuration, const std::string& group) {
    while (!configuration.empty()) {
        std::string_view value = take(configuration, '\n');
        std::string_view key = take(value, '=');
        key.remove_prefix(std::min(key.find_first_not_of(" \t"), key.size()));
        if (key.starts_with("group") && (value.contains('"' + group + '"') || value.contains('\'' + group + '\''))) {
            return true;
        }
    }
    return false;
}

void examine_host(const Machine& machine, std::vector<Finding>& findings) {
    const std::filesystem::path program = machine.root / host_program;
    struct stat status{};
    if (::stat(program.c_str(), &status) != 0 || (status.st_mode & S_IXOTH) == 0) {
        findings.push_back({Cause::browser_host_missing, program.native()});
        return;
    }
    if ((status.st_mode & S_ISGID) == 0) {
        findings.push_back({Cause::browser_host_group, program.native()});
        return;
    }
    const auto texts = configuration::texts_of_configuration(machine.root / daemon_configuration, true);
    if (!texts) return;
    const std::string group = group_name(status.st_gid);
    const auto names = [&group](const auto& one) { return !group.empty() && names_group(one.text, group); };
    if (std::ranges::none_of(*texts, names)) {
        findings.push_back({Cause::browser_not_granted, group.empty() ? std::to_string(status.st_gid) : group});
    }
}

bool is_managed(const std::filesystem::path& policies, std::string_view extension_id) {
    return std::ranges::any_of(entries_of(policies, max_policies), [extension_id](const std::filesystem::path& file) {
        return text_of(file).contains(extension_id);
    });
}

void examine_browser(const Machine& machine, const Browser& one, std::vector<Finding>& findings) {
    if (!is_there(machine.root / one.program)) return;
    if (!is_there(machine.root / one.manifest)) {
        findings.push_back({Cause::browser_manifest_missing, (machine.root / one.manifest).native()});
    }
    if (!is_there(machine.root / one.extension) && !is_managed(machine.root / one.policies, one.extension_id)) {
        findings.push_back({Cause::browser_extension_missing, (machine.root / one.program).native()});
    }
}

void examine_localhost(const Machine& machine, const browser::Policy& policy, std::vector<Finding>& findings) {
    const bool is_needed = std::ranges::any_of(
        policy.rules, [](const browser::OriginRule& rule) { return rule.permits_localhost && !rule.asks_consent; });
    if (!is_needed && !processes_named(localhost_program, machine.proc).empty())
        findings.push_back({Cause::localhost_unused});
}

}  // namespace

std::vector<Finding> examine_browsers(const Machine& machine) {
    const std::filesystem::path directory = machine.root / policy_directory;
    if (!is_there(directory)) return {};
    const auto policy = browser::load_policy(directory, machine.policy_owner);
    if (!policy) return {{Cause::browser_policy, policy.error()}};
    std::vector<Finding> findings;
    examine_localhost(machine, *policy, findings);
    if (policy->rules.empty()) return findings;
    examine_host(machine, findings);
    for (const Browser& one : browsers) examine_browser(machine, one, findings);
    for (const std::string_view path : confined_browsers) {
        if (is_there(machine.root / path))
            findings.push_back({Cause::browser_confined, (machine.root / path).native()});
    }
    return findings;
}

}  // namespace fivestar::diagnosis
