// A terminal whose PACE, chip authentication and secure messaging are OpenPACE's.
#pragma once

#include "apdu/channel.hpp"
#include "tests/interop/openpace.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace fivestar::interop {

class OpenPaceTerminal {
  public:
    /// `secret_size`: octets of a shared secret of the group with the number `parameter`.
    OpenPaceTerminal(apdu::Channel& chip, std::uint8_t parameter, std::size_t secret_size)
        : chip_(chip), parameter_(parameter), secret_size_(secret_size) {}

    /// The chip's refusal, or 9000; 6300 also where the chip's token is wrong.
    apdu::StatusWord open(ByteView protocol, const Password& password);
    /// By MSE:Set KAT, or MSE:Set AT and GENERAL AUTHENTICATE. The session is then another.
    apdu::StatusWord authenticate_chip(ByteView protocol, ByteView static_key, bool by_template);

    /// One protected exchange; nullopt if the answer is not of this session.
    std::optional<apdu::Response> transmit(const apdu::Command& command);

  private:
    /// nullopt where OpenPACE drew a key with which it would drop zeros.
    std::optional<apdu::StatusWord> run(ByteView protocol, const Password& password);
    /// One step of GENERAL AUTHENTICATE; the value of the object `wanted`.
    std::optional<Bytes> step(std::uint8_t cla, ByteView objects, std::uint32_t wanted);

    apdu::Channel& chip_;
    std::uint8_t parameter_;
    std::size_t secret_size_;
    std::unique_ptr<OpenPace> party_ = {};
    apdu::StatusWord last_status_ = {};
};

}  // namespace fivestar::interop
