// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/command_line.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <sys/wait.h>

namespace fivestar::test {

CommandOutcome run_command(const std::string& command) {
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "re");
    if (pipe == nullptr) throw std::runtime_error{"cannot start a shell"};
    std::string output;
    std::array<char, 4096> chunk{};
    while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe)) output.append(chunk.data(), got);
    const int status = ::pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, std::move(output)};
}

}  // namespace fivestar::test
