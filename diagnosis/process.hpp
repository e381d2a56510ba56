// Processes of this machine, by what /proc says of them (proc(5)).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::diagnosis {

/// The file's beginning, 1 MiB at most; empty if it cannot be read.
[[nodiscard]] std::string text_of(const std::filesystem::path& path);

/// The ids of the processes that can be seen, among the first 65,536 entries.
[[nodiscard]] std::vector<std::string> processes(const std::filesystem::path& proc);

/// Those of that command name.
[[nodiscard]] std::vector<std::string> processes_named(std::string_view name, const std::filesystem::path& proc);

}  // namespace fivestar::diagnosis
