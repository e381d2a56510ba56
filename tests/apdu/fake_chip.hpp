// SPDX-License-Identifier: Apache-2.0
// A small eMRTD in memory, for the file reader's tests: files, BAC, secure messaging, and quirks of chips in the field
// as switches.
#pragma once

#include "apdu/channel.hpp"
#include "apdu/lds.hpp"
#include "tests/apdu/chip_session.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace fivestar::test {

struct Manners {
    bool short_identifiers = true;
    std::uint16_t no_short_identifier_sw = 0x6A86;
    bool extended_length = true;
    std::uint32_t most_le = 65'536;         ///< refuses a READ BINARY of more octets
    std::uint16_t length_refusal = 0x6700;  ///< the refusal; 6C00 stands for 6Cxx with the right Le
    bool naked_refusal = false;             ///< refuses unprotected, which ends its session
    std::uint32_t most_octets = 65'536;     ///< returns at most this many octets at once
    bool warns_at_end = false;              ///< 6282 with the data
    std::uint32_t refuses_to_end = 0;       ///< 6282 without data to a longer read than this
};

class FakeChip final : public apdu::Channel {
  public:
    explicit FakeChip(Manners with = {}) : manners(with) {}

    void add(const apdu::lds::FileId& file, Bytes octets) { files_[file.identifier] = std::move(octets); }
    /// Files are refused until BAC with this seed.
    void lock(ByteView key_seed) { seed_ = copy(key_seed); }
    void power_cycle();

    Result<apdu::Response> transmit(const apdu::Command& command) override;

    Manners manners;
    int exchanges = 0;
    int selections = 0;
    std::uint32_t largest_answer = 0;  ///< octets of data field
    bool past_the_end = false;         ///< a READ BINARY reached past the end of a file

  private:
    struct Answer {
        Bytes data = {};
        std::uint16_t sw = 0x9000;
        bool naked = false;
    };
    Answer execute(const apdu::Command& command);
    Answer select(const apdu::Command& command);
    Answer read_binary(const apdu::Command& command);
    Answer external_authenticate(const apdu::Command& command);

    std::map<std::uint16_t, Bytes> files_;
    std::optional<Bytes> seed_;
    std::optional<ChipSession> session_;
    std::optional<ChipSession> next_session_;
    const Bytes* current_ = nullptr;
};

/// `tag`, a length, and so many octets that the whole file has `size`; the content is a counter.
[[nodiscard]] Bytes make_file(tlv::Tag tag, std::size_t size);

}  // namespace fivestar::test
