// The card application of PC/SC readers with a security module (SAM_V of GA/T 467) inside. Such a reader opens a
// Chinese identity card itself and hands out by pseudo-APDUs what its module read, in the clear:
//
//   FF B0 bb 00   block bb of a stream: text length, portrait length (two octets each, big-endian), text, portrait;
//                 cut into blocks of 256 octets, or the whole of it for an extended Le
//   FF CA Fx 00   what only libifd-samv of this project knows: F0 the module's id, F1 its last result, F2 appended
//                 addresses, F5 zeros, which take the place of an earlier answer in the service's memory
//
// Readers of other makers know `FF B0` alone. Nothing of this proves anything: a smart card can answer just so.
#pragma once

#include "apdu/channel.hpp"
#include "apdu/response_chaining.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace fivestar::apdu {

/// What a module reads of a card: 256 and 1,024 octets on every card known; here any within `SamCard`'s limits.
struct SamRecord {
    PersonalBytes text = {};
    PersonalBytes portrait = {};  ///< empty where it was not asked for
};

class SamCard {
  public:
    static constexpr std::size_t max_text = 1024;      ///< octets
    static constexpr std::size_t max_portrait = 4096;  ///< octets
    /// Blocks in one read. Readers may hand out less than 256 octets at a time.
    static constexpr unsigned max_blocks = 64;

    /// Of one answer. Readers send no 61xx over T=1.
    static constexpr ResponseLimits response_limits{.parts = 8, .octets = 8192};

    /// Octets of the stream that are there, and in all as far as that is known.
    using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

    /// `extended_length`: whether reader and protocol are believed to take it. `channel` must outlive this.
    explicit SamCard(Channel& channel, bool extended_length, Progress progress = {})
        : channel_(channel, response_limits), extended_length_(extended_length), progress_(std::move(progress)) {}

    /// Text and, if it is wanted, portrait. In one exchange with an extended Le; in blocks where the reader does not
    /// take that, as many as are needed.
    ///
    /// Errors: `sam_error` with the status word and, where the reader tells it, the module's own code; `card_removed`
    /// with 6985 where the card must be lifted before it can be read again; `unsupported` where the reader does not
    /// know the command; `malformed`, `no_progress` and `limit_exceeded` for a stream that is none; those of the
    /// channel. `transport_failure` while `extended_length` may be the reader's way of refusing it: once more without.
    Result<SamRecord> read(bool portrait);
    [[nodiscard]] bool extended_length() const { return extended_length_; }

    /// The 16 octets of the module's id, checked for their number alone. `unexpected_status` where there is none.
    Result<Bytes> module_id();

    /// Addresses that the card was given later: fields of 70 octets, unchecked; empty if it has none or the reader
    /// knows no such command. Errors as of `read`.
    Result<PersonalBytes> appended_addresses();

    /// Lets the service forget the last answers, which it otherwise keeps in its buffer until others overwrite it.
    /// A reader that does not know the command is none the worse.
    void overwrite_answers();

  private:
    Result<PersonalBytes> read_whole(bool portrait);
    Result<PersonalBytes> read_blocks(bool portrait);
    Result<Response> read_block(unsigned number, std::size_t missing);
    std::uint8_t module_code();
    Error failure(StatusWord sw);

    ResponseChaining channel_;
    bool extended_length_;
    Progress progress_;
};

}  // namespace fivestar::apdu
