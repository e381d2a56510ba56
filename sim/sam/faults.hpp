// SPDX-License-Identifier: Apache-2.0
// Faults of a SAM_V module and its line. A fault has a name and affects certain requests.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "sim/sam/frame.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::sim::sam {

enum class FaultKind : std::uint8_t {
    status,        ///< this SW3; the command is not executed
    silence,       ///< no answer; the command is not executed
    noise_before,  ///< noise and parts of preambles before the answer
    noise_inside,
    wrong_check,
    long_length,      ///< the length is one too large
    short_length,     ///< the length is one too small
    zero_length,      ///< the length is 0
    greatest_length,  ///< the length is FFFF
    short_frame,      ///< a valid frame with half of the data
    long_frame,       ///< a valid frame with 16 octets too many
    inner_lengths,    ///< a valid frame whose lengths before the data are FFFF
    half_frame,       ///< half of the answer, then silence
    endless,          ///< octets without end after the header, until the fault is removed
    echo,             ///< the request before the answer
    doubled,          ///< the answer twice
    foreign_answer,   ///< a valid frame that answers another command
    late,             ///< the answer 300 ms late
    slow,             ///< each octet takes 50 times as long
    card_lifted,      ///< the card is lifted before the command is executed
    unplugged,        ///< the port disappears in the middle of the answer
    // Properties of the module instead of faults at a command:
    reset_keeps_card,  ///< after a reset a card that was read is not found again
    reads_once,        ///< a card that was read cannot be read again before it is found again
};

struct FaultProfile {
    std::string_view name;
    std::string_view what;  ///< one line for `fivestar-sim --faults`
    FaultKind kind;
    std::uint8_t sw3 = 0;  ///< with `status`
};

/// All faults in the order of `--faults`.
[[nodiscard]] const std::vector<FaultProfile>& fault_profiles();

struct CommandName {
    std::string_view name;
    std::uint16_t code;  ///< command and parameter; the parameter is 0 if it is an argument
};

/// Names of commands for positions of faults.
[[nodiscard]] const std::vector<CommandName>& command_names();

/// A fault and the requests that it affects, counted since it was made.
class Fault {
  public:
    /// Parses `NAME` (every request), `NAME@N` (the N-th), `NAME@COMMAND` (each of these) or `NAME@COMMAND:N` (the N-th
    /// of these). Returns `invalid_argument` for anything else.
    static Result<Fault> parse(std::string_view text);

    [[nodiscard]] const FaultProfile& profile() const { return *profile_; }
    /// True if the fault affects this request, which it counts.
    bool meets(const Request& request);

  private:
    explicit Fault(const FaultProfile& profile) : profile_(&profile) {}

    const FaultProfile* profile_;
    std::optional<std::uint16_t> command_;
    std::optional<std::uint32_t> number_;
    std::uint32_t met_ = 0;
};

/// The octets that are sent instead of `answer`; `answer` itself if the fault does not change the frame.
[[nodiscard]] Bytes damage(FaultKind kind, ByteView answer, ByteView request);

}  // namespace fivestar::sim::sam
