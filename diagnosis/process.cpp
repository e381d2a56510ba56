// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/process.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sys/stat.h>
#include <system_error>

namespace fivestar::diagnosis {
namespace {

// More than these texts contain normally. The rest is ignored.
constexpr std::size_t longest_text = std::size_t{1} << 20U;
constexpr std::size_t most_entries = std::size_t{1} << 16U;
constexpr std::size_t most_descriptors = 4096;  // for each process

bool is_process_id(const std::string& name) {
    return std::ranges::all_of(name, [](char character) { return character >= '0' && character <= '9'; });
}

bool has_open(const std::filesystem::path& process, const std::filesystem::path& file) {
    return std::ranges::any_of(entries_of(process / "fd", most_descriptors), [&file](const auto& descriptor) {
        std::error_code unreadable;
        return std::filesystem::read_symlink(descriptor, unreadable) == file;
    });
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

bool is_missing(const std::filesystem::path& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

std::string holder_of(const std::filesystem::path& path, const std::vector<std::string>& rightful,
                      const std::filesystem::path& proc) {
    std::error_code error;
    const auto file = std::filesystem::canonical(path, error);
    if (error) return {};
    for (const std::string& process : processes(proc)) {
        if (std::ranges::find(rightful, process) != rightful.end() || !has_open(proc / process, file)) continue;
        std::string name = text_of(proc / process / "comm");
        std::erase(name, '\n');
        return name.append(" (pid ").append(process).append(")");
    }
    return {};
}

}  // namespace fivestar::diagnosis
