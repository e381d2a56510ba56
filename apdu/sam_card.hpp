// SPDX-License-Identifier: Apache-2.0
// The card application of PC/SC readers with a built-in security module (SAM_V of GA/T 467). Such a reader opens a
// Chinese identity card itself and returns what its module read by pseudo-APDUs, unprotected:
//
//   FF B0 bb 00   block bb of a stream: text length, portrait length (two octets each, big-endian), text, portrait;
//                 in blocks of 256 octets, or whole for an extended Le
//   FF CA Fx 00   commands that only this project's libifd-samv knows: F0 the module's id, F1 its last result, F2
//                 appended addresses, F3 management information, F5 zeros, which overwrite an earlier answer in the
//                 memory of pcscd
//
// Readers of other makers know only `FF B0`. The answers prove nothing: any smart card can give them.
#pragma once

#include "apdu/channel.hpp"
#include "apdu/response_chaining.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace fivestar::apdu {

/// The record of a card. Every known card has 256 and 1,024 octets; other sizes are accepted within `SamCard`'s limits.
struct SamRecord {
    PersonalBytes text = {};
    PersonalBytes portrait = {};  ///< empty if not requested
};

class SamCard {
  public:
    static constexpr std::size_t max_text = 1024;      ///< octets
    static constexpr std::size_t max_portrait = 4096;  ///< octets
    /// Most blocks in one read. Some readers return fewer than 256 octets at a time.
    static constexpr unsigned max_blocks = 64;

    /// Limits of one answer. Over T=1, readers send no 61xx.
    static constexpr ResponseLimits response_limits{.parts = 8, .octets = 8192};

    /// Reports the octets of the stream that were read, and the total as far as it is known.
    using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

    /// `extended_length`: reader and protocol are believed to take it. `channel` must outlive this object.
    explicit SamCard(Channel& channel, bool extended_length, Progress progress = {})
        : channel_(channel, response_limits), extended_length_(extended_length), progress_(std::move(progress)) {}

    /// Reads the text and, if requested, the portrait: in one exchange with an extended Le, or in as many blocks as
    /// needed where the reader does not take one.
    ///
    /// Errors: `sam_error` with the status word and, where the reader reports it, the module's own code; `card_removed`
    /// with 6985 where the card must be lifted before it can be read again; `unsupported` where the reader does not
    /// know the command; `malformed`, `no_progress` and `limit_exceeded` for an invalid stream; those of the channel.
    /// After a `transport_failure` with `extended_length`, which may be the reader's way of refusing it, read again:
    /// this object then uses short length.
    Result<SamRecord> read(bool portrait);
    [[nodiscard]] bool extended_length() const { return extended_length_; }

    /// Reads the 16 octets of the module's id, without checking their content. `unexpected_status` if there is none.
    Result<Bytes> module_id();

    /// Reads the addresses appended to the card later: unchecked fields of 70 octets. Empty if there are none or the
    /// reader does not know the command. Errors as `read`.
    Result<PersonalBytes> appended_addresses();

    /// Reads the management information: IIN 4, serial number 8 and management number 16 octets. Empty if the reader
    /// does not know the command. Errors as `read`; `malformed` for another length.
    Result<PersonalBytes> management_information();

    /// Overwrites the last answers in the buffer of pcscd, which keeps them until the next one. Has no effect on a
    /// reader that does not know the command.
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
