// SPDX-License-Identifier: Apache-2.0
// A terminal with OpenPACE's PACE, chip authentication and secure messaging.
#pragma once

#include "apdu/channel.hpp"
#include "tests/interop/openpace.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace fivestar::interop {

class OpenPaceTerminal {
  public:
    /// `secret_size`: octets of a shared secret in the group with the number `parameter`.
    OpenPaceTerminal(apdu::Channel& chip, std::uint8_t parameter, std::size_t secret_size)
        : chip_(chip), parameter_(parameter), secret_size_(secret_size) {}

    /// The status word of the chip; 6300 also if the chip's token is wrong.
    apdu::StatusWord open(ByteView protocol, const Password& password);
    /// With MSE:Set KAT, or MSE:Set AT and GENERAL AUTHENTICATE. Starts a new session.
    apdu::StatusWord authenticate_chip(ByteView protocol, ByteView static_key, bool by_template);

    /// One protected exchange; nullopt if the response does not belong to this session.
    std::optional<apdu::Response> transmit(const apdu::Command& command);

  private:
    /// nullopt if OpenPACE would drop leading zeros with this key.
    std::optional<apdu::StatusWord> run(ByteView protocol, const Password& password);
    /// One step of GENERAL AUTHENTICATE. Returns the value of the object `wanted`.
    std::optional<Bytes> step(std::uint8_t cla, ByteView objects, std::uint32_t wanted);

    apdu::Channel& chip_;
    std::uint8_t parameter_;
    std::size_t secret_size_;
    std::unique_ptr<OpenPace> party_ = {};
    apdu::StatusWord last_status_ = {};
};

}  // namespace fivestar::interop
