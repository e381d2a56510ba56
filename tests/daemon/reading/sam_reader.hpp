// SPDX-License-Identifier: Apache-2.0
// A reader with a security module, as a PC/SC client sees it: the pseudo-APDUs of docs/SAM.md answered from a record,
// by the driver of this project or, with what it does not know refused, by one of another maker.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/bytes.hpp"
#include "daemon/reading/read_card.hpp"
#include "tests/daemon/reading/simulated_card.hpp"

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace fivestar::test {

inline constexpr std::array<std::uint8_t, 20> sam_atr{0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00,
                                                      0x03, 0x06, 0x07, 0xFF, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x20};

class SamReader final : public apdu::CardConnection, private apdu::Channel {
  public:
    /// With the driver of this project; a text of tests/vectors/samv lies on it: `Y`, `I`, `J`, `cn`.
    explicit SamReader(std::string_view kind = "Y");

    // Its identity and its behaviour.
    apdu::ReaderDescription description = {.name = "SAM_V 00 00", .vendor = "fivestar", .type = "SAM_V"};
    Bytes card_atr = {sam_atr.begin(), sam_atr.end()};
    bool own_driver = true;  ///< knows FF CA Fx and extended length
    Bytes stream = {};
    Bytes addresses = {};
    Bytes management = {};
    /// SW3 of a module that fails at the stream, with the status word that the driver makes of it.
    std::uint8_t module_code = 0;
    std::uint16_t failing_with = 0;
    std::uint16_t addresses_failing_with = 0;
    std::function<Reason(identity::Portrait&)> decode_portrait = {};  ///< of the read's environment
    /// Called before each answer; an error takes its place.
    std::function<Result<void>(const apdu::Command&)> before = {};

    std::vector<std::string> asked = {};  ///< commands in hexadecimal
    Bytes kept = {};                      ///< what the service's buffer holds: each answer over the one before
    RecordingObserver observer = {};

    Result<daemon::ReadOutcome> read(const daemon::ReadRequest& order = {},
                                     const std::vector<std::string>& sam_readers = {},
                                     const std::stop_token& stop = {});

    apdu::Channel& channel() override { return *this; }
    ByteView atr() const override { return card_atr; }
    apdu::Protocol protocol() const override { return apdu::Protocol::t1; }
    bool extended_length() const override { return true; }
    apdu::ReaderDescription reader() const override { return description; }
    Result<void> reset() override { return {}; }

  private:
    Result<apdu::Response> transmit(const apdu::Command& command) override;
    [[nodiscard]] apdu::Response answer(const apdu::Command& command) const;
    [[nodiscard]] apdu::Response data(const apdu::Command& command) const;
    [[nodiscard]] apdu::Response block(const apdu::Command& command) const;
};

}  // namespace fivestar::test
