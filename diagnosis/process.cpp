// SPDX-License-Identifier: Apache-2.0
#include "diagnosis/process.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace fivestar::diagnosis {
namespace {

// More than these texts contain normally. The rest is ignored.
constexpr std::size_t longest_text = std::size_t{1} << 20U;
constexpr int most_entries = 1 << 16;

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

std::vector<std::string> processes(const std::filesystem::path& proc) {
    std::vector<std::string> processes;
    std::error_code error;
    std::filesystem::directory_iterator process{proc, error};
    for (int seen = 0; !error && process != std::filesystem::directory_iterator{} && seen < most_entries; ++seen) {
        std::string id = process->path().filename().string();
        if (is_process_id(id)) processes.push_back(std::move(id));
        process.increment(error);
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
