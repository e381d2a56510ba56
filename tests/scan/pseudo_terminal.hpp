// SPDX-License-Identifier: Apache-2.0
// A serial line whose other end the test plays, behind a link that comes and goes with it.
#pragma once

#include "tests/support/temporary_directory.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace fivestar::test {

class PseudoTerminal {
  public:
    PseudoTerminal() { plug(); }
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;
    ~PseudoTerminal() { unplug(); }

    void plug();
    void unplug();
    void send(std::string_view octets) const;
    /// Waits until that many octets have come, at most ten seconds.
    [[nodiscard]] std::string receive(std::size_t size) const;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    const TemporaryDirectory directory_;
    const std::filesystem::path path_ = directory_.path() / "line";
    int master_ = -1;
};

}  // namespace fivestar::test
