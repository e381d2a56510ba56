// SPDX-License-Identifier: Apache-2.0
// Files, directories and processes of this machine, as a process sees them (proc(5)).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::diagnosis {

/// The first 1 MiB of the file; empty if it cannot be read.
[[nodiscard]] std::string text_of(const std::filesystem::path& path);

/// The paths of the first `most` entries of a directory, as many as can be read.
[[nodiscard]] std::vector<std::filesystem::path> entries_of(const std::filesystem::path& directory, std::size_t most);

/// Ids of the visible processes, from the first 65,536 entries.
[[nodiscard]] std::vector<std::string> processes(const std::filesystem::path& proc);

/// Ids of the visible processes with this command name.
[[nodiscard]] std::vector<std::string> processes_named(std::string_view name, const std::filesystem::path& proc);

/// True if nothing is at the path, or its link leads nowhere.
[[nodiscard]] bool is_missing(const std::filesystem::path& path);

/// `ModemManager (pid 12)`: the first visible process besides the rightful ones that has the file open; empty if there
/// is none.
[[nodiscard]] std::string holder_of(const std::filesystem::path& path, const std::vector<std::string>& rightful,
                                    const std::filesystem::path& proc);

}  // namespace fivestar::diagnosis
