// SPDX-License-Identifier: Apache-2.0
#include "sim/console.hpp"

#include "crypto/base/nearest.hpp"
#include "sim/documents/persona.hpp"
#include "sim/sam/persona.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>
#include <vector>

namespace fivestar::sim {
namespace {

constexpr std::size_t longest_line = 256;

}  // namespace

int cannot_load(std::string_view persona, const std::filesystem::path& data, const Error& error) {
    auto names = persona_names(data);
    if (!names) return complain(problem, "no personas in {}; use --data DIR", data.string());
    if (const auto more = sam::persona_names(data)) names->insert(names->end(), more->begin(), more->end());
    const std::vector<std::string_view> known{names->begin(), names->end()};
    const auto meant = nearest(persona, known);
    const bool is_unknown = std::ranges::find(known, persona) == known.end();
    if (!is_unknown) {
        return complain(problem, "cannot load persona '{}' from {}: {}", persona, data.string(), to_string(error.code));
    }
    return complain(problem, "no persona '{}' in {}{}; fivestar-sim --personas lists them", persona, data.string(),
                    meant ? fmt::format("; did you mean '{}'?", *meant) : std::string{});
}

Descriptor termination_signals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return Descriptor{::signalfd(-1, &signals, SFD_CLOEXEC)};
}

void say_ready() {
    fmt::print("ready\n");
    std::fflush(stdout);
}

bool LineReader::read() {
    std::array<char, longest_line> chunk{};
    const ssize_t got = ::read(STDIN_FILENO, chunk.data(), chunk.size());
    if (got <= 0) return false;
    text_.append(chunk.data(), static_cast<std::size_t>(got));
    return true;
}

std::optional<std::string> LineReader::next() {
    const std::size_t end = text_.find('\n');
    if (end == std::string::npos) {
        if (text_.size() > longest_line) text_.clear();
        return std::nullopt;
    }
    std::string line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return line;
}

}  // namespace fivestar::sim
