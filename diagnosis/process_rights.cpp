// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/process_rights.hpp"

#include "diagnosis/machine_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sys/xattr.h>

namespace fivestar::diagnosis {
namespace {

constexpr std::uint64_t dac_override = 1U << 1U;  // CAP_DAC_OVERRIDE of capabilities(7)
constexpr std::size_t most_groups = 65536;        // NGROUPS_MAX of Linux
constexpr std::string_view blanks = "\t ";

/// The rest of the line that starts with `key`; empty if there is none.
std::string_view line_of(std::string_view status, std::string_view key) {
    while (!status.empty()) {
        const std::string_view line = take(status, '\n');
        if (line.starts_with(key)) return line.substr(key.size());
    }
    return {};
}

std::optional<std::uint64_t> take_number(std::string_view& line, int base = 10) {
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value, base);
    if (error != std::errc{}) return std::nullopt;
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    return value;
}

/// The second number of "real, effective, saved, file system".
std::optional<std::uint64_t> effective(std::string_view line) {
    if (!take_number(line)) return std::nullopt;
    return take_number(line);
}

}  // namespace

ProcessRights ProcessRights::parse(std::string_view status) {
    const auto user = effective(line_of(status, "Uid:"));
    const auto group = effective(line_of(status, "Gid:"));
    std::string_view capabilities_line = line_of(status, "CapEff:");
    const auto capabilities = take_number(capabilities_line, 16);
    if (!user || !group || !capabilities) return {};
    ProcessRights rights{.overrides_modes = (*capabilities & dac_override) != 0, .user = *user, .group = *group};
    std::string_view groups = line_of(status, "Groups:");
    while (rights.groups.size() < most_groups) {
        const auto one = take_number(groups);
        if (!one) break;
        rights.groups.push_back(*one);
    }
    return rights;
}

bool ProcessRights::may_use(const struct stat& file) const {
    if (overrides_modes) return true;
    const auto allows = [&file](mode_t both) { return (file.st_mode & both) == both; };
    if (file.st_uid == user) return allows(S_IRUSR | S_IWUSR);
    if (file.st_gid == group || std::ranges::find(groups, file.st_gid) != groups.end()) {
        return allows(S_IRGRP | S_IWGRP);
    }
    return allows(S_IROTH | S_IWOTH);
}

bool is_refused(const std::filesystem::path& path, const ProcessRights& rights) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return false;
    if (::getxattr(path.c_str(), "system.posix_acl_access", nullptr, 0) > 0) return false;
    return !rights.may_use(status);
}

}  // namespace fivestar::diagnosis
