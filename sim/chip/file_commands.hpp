// SPDX-License-Identifier: Apache-2.0
// SELECT and READ BINARY on a chip's files (ISO/IEC 7816-4 §11.2, ICAO Doc 9303-10 §3.6).
#pragma once

#include "apdu/command.hpp"
#include "sim/chip/file_system.hpp"
#include "sim/chip/quirks.hpp"
#include "sim/chip/reply.hpp"

#include <cstddef>

namespace fivestar::sim {

class FileCommands {
  public:
    /// Both must outlive the object. The master file is selected.
    FileCommands(const FileSystem& files, const Quirks& quirks);

    /// Selects the master file and no elementary file, as after power-up.
    void reset();

    /// `secured`: the command was protected by secure messaging.
    Reply select(const apdu::Command& command, bool secured);
    /// Instructions B0 and B1. `room`: the number of data octets that the response can carry.
    Reply read_binary(const apdu::Command& command, bool secured, std::size_t room);

  private:
    Reply select_named(const apdu::Command& command, bool secured);
    Reply select_master_file(const apdu::Command& command);
    Reply select_application(const apdu::Command& command);
    Reply select_file(const apdu::Command& command, bool secured);
    /// Makes the file with this identifier of either kind current. Returns 9000, or the status word of the refusal.
    template <class Number>
    apdu::StatusWord enter(Number CardFile::* kind, Number identifier, bool secured);
    apdu::StatusWord enter_by_short_identifier(std::uint8_t identifier, bool secured);
    Reply read_plain(const apdu::Command& command, bool secured, std::size_t room);
    Reply read_wrapped(const apdu::Command& command, bool secured, std::size_t room);

    /// The status word of a quirk that closes all files to this command.
    [[nodiscard]] std::optional<apdu::StatusWord> closed_status(bool secured) const {
        return secured ? std::nullopt : quirks_.closed_status;
    }

    const FileSystem& files_;
    const Quirks& quirks_;
    bool in_application_ = false;
    const CardFile* current_ = nullptr;
};

}  // namespace fivestar::sim
