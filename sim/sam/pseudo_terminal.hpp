// A pseudo-terminal that stands for a serial port: programs open the link, the module has the other end.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "sim/descriptor.hpp"

#include <filesystem>
#include <string>

namespace fivestar::sim::sam {

class PseudoTerminal {
  public:
    /// `link` becomes a symbolic link to the terminal; one that is there is replaced, anything else is left alone and
    /// `invalid_argument`. `io_failure` when there is no terminal to be had, or no way to make the link.
    static Result<PseudoTerminal> open(const std::filesystem::path& link);

    PseudoTerminal(PseudoTerminal&&) = default;
    PseudoTerminal& operator=(PseudoTerminal&&) = delete;
    /// Whoever has the port open sees it hang up. The link goes, if it is still this terminal's.
    ~PseudoTerminal();

    [[nodiscard]] int descriptor() const { return module_end_.number(); }

    /// The rate in bits a second that programs have set on their end; 0 for none that a module could have.
    [[nodiscard]] unsigned rate() const;

    /// What has been written to the port so far, a few hundred octets at most.
    [[nodiscard]] Bytes read() const;
    /// Octets that nobody has fetched are lost, as on a line.
    void write(ByteView octets) const;

  private:
    PseudoTerminal(Descriptor module_end, Descriptor program_end, std::filesystem::path link, std::string name);

    Descriptor module_end_;
    Descriptor program_end_;  ///< held open, so that the settings and the line outlive a program
    std::filesystem::path link_;
    std::string name_;
};

}  // namespace fivestar::sim::sam
