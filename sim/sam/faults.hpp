// What goes wrong between a terminal and its SAM_V module, as data: a fault has a name, and a place where it is met.
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
    status,        ///< an SW3 of the module's own, and the command is not carried out
    silence,       ///< no answer, and the command is not carried out
    noise_before,  ///< octets and pieces of preambles before the answer
    noise_inside,
    wrong_check,
    long_length,      ///< the length says one octet more than there is
    short_length,     ///< one less
    zero_length,      ///< the length says 0
    greatest_length,  ///< FFFF
    short_frame,      ///< a right frame with half of the data
    long_frame,       ///< a right frame with 16 octets too many
    inner_lengths,    ///< a right frame, in which the lengths before the data say FFFF
    half_frame,       ///< half of the answer, then silence
    endless,          ///< after the frame's header octets without end, until the fault is taken away
    echo,             ///< the request comes back before the answer
    doubled,          ///< the answer twice
    foreign_answer,   ///< a right frame that answers another command
    late,             ///< the answer after 300 ms
    slow,             ///< each octet takes 50 times its time
    card_lifted,      ///< the card is lifted before the command is carried out
    unplugged,        ///< the port goes in the middle of the answer
    // Not at a command, but as long as they last:
    reset_keeps_card,  ///< a card that was read is not found again after a reset
    reads_once,        ///< a card that was read cannot be read again without being found again
};

struct FaultProfile {
    std::string_view name;
    std::string_view meaning;  ///< one line for `fivestar-sim --faults`
    FaultKind kind;
    std::uint8_t sw3 = 0;  ///< of `status`
};

/// All of them, in the order of their listing.
[[nodiscard]] const std::vector<FaultProfile>& fault_profiles();

struct CommandName {
    std::string_view name;
    std::uint16_t code;  ///< command and parameter; the parameter is 0 where it is the command's argument
};

/// The commands as places of faults name them.
[[nodiscard]] const std::vector<CommandName>& command_names();

/// A fault and the requests that meet it, counted from when it was made.
class Fault {
  public:
    /// `NAME` (every request), `NAME@N` (the N-th), `NAME@COMMAND` (each of these), `NAME@COMMAND:N` (the N-th of
    /// these). `invalid_argument` for anything else.
    static Result<Fault> parse(std::string_view text);

    [[nodiscard]] const FaultProfile& profile() const { return *profile_; }
    /// Counts the request.
    bool meets(const Request& request);

  private:
    explicit Fault(const FaultProfile& profile) : profile_(&profile) {}

    const FaultProfile* profile_;
    std::optional<std::uint16_t> command_;
    std::optional<std::uint32_t> number_;
    std::uint32_t met_ = 0;
};

/// The octets on the wire instead of `answer`, where the fault is one of the frame; else those of `answer`.
[[nodiscard]] Bytes damage(FaultKind kind, ByteView answer, ByteView request);

}  // namespace fivestar::sim::sam
