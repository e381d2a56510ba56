// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/process.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace fivestar::diagnosis {
namespace {

// More than these texts contain normally. The rest is ignored.
constexpr std::size_t longest_text = std::size_t{1} << 20U;
constexpr std::size_t most_entries = std::size_t{1} << 16U;

bool is_process_id(const std::string& name) {
    return std::ranges::all_of(name, [](char character) { return character >= '0' && character <= '9'; });
}

}  // namespace

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text;
    char part[4096];
    while (text.size() < longest_text && (file.read(part, sizeof part), file.gcount() > 0)) {
        text.append(part, static_cast<std::size_t>(file.gcount()));
    }
    return text;
}

std::vector<std::filesystem::path> entries_of(const std::filesystem::path& directory, std::size_t most) {
    std::vector<std::filesystem::path> entries;
    std::error_code error;
    for (std::filesystem::directory_iterator entry{directory, error}, end;
         !error && entry != end && entries.size() < most; entry.increment(error)) {
        entries.push_back(entry->path());
    }
    return entries;
}

std::vector<std::string> processes(const std::filesystem::path& proc) {
    std::vector<std::string> processes;
    for (const auto& entry : entries_of(proc, most_entries)) {
        std::string id = entry.filename().string();
        if (is_process_id(id)) processes.push_back(std::move(id));
    }
    return processes;
}

std::vector<std::string> processes_named(std::string_view name, const std::filesystem::path& proc) {
    std::vector<std::string> named = processes(proc);
    const std::string comm = std::string{name} + '\n';
    std::erase_if(named, [&](const std::string& id) { return text_of(proc / id / "comm") != comm; });
    return named;
}

}  // namespace fivestar::diagnosis
