// SPDX-License-Identifier: Apache-2.0
// A pseudo-terminal in place of a serial port: programs open the link, the module has the other end.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/descriptor.hpp"
#include "crypto/base/error.hpp"

#include <filesystem>
#include <string>

namespace fivestar::sim::sam {

class PseudoTerminal {
  public:
    /// Makes `link` a symbolic link to the terminal. Replaces an existing link; returns `invalid_argument` for anything
    /// else and `io_failure` if the terminal or the link cannot be made.
    static Result<PseudoTerminal> open(const std::filesystem::path& link);

    PseudoTerminal(PseudoTerminal&&) = default;
    PseudoTerminal& operator=(PseudoTerminal&&) = delete;
    /// Hangs up programs that have the port open, and removes the link if it is still this terminal's.
    ~PseudoTerminal();

    [[nodiscard]] int descriptor() const { return module_end_.number(); }

    /// The rate in bit/s that programs have set; 0 for a rate that no module has.
    [[nodiscard]] unsigned rate() const;

    /// Octets written to the port, at most a few hundred.
    [[nodiscard]] Bytes read() const;
    /// Octets that are not read are lost, as on a serial line.
    void write(ByteView octets) const;

  private:
    PseudoTerminal(Descriptor module_end, Descriptor program_end, std::filesystem::path link, std::string name);

    Descriptor module_end_;
    Descriptor program_end_;  ///< kept open, so that settings and line outlive a program
    std::filesystem::path link_;
    std::string name_;
};

}  // namespace fivestar::sim::sam
