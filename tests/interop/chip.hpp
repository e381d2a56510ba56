// SPDX-License-Identifier: Apache-2.0
// A chip with OpenPACE's PACE, chip authentication and secure messaging.
#pragma once

#include "apdu/channel.hpp"
#include "tests/interop/openpace.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace fivestar::interop {

/// The contents of the chip. MSE:Set AT selects any protocol that OpenPACE knows.
struct ChipContent {
    std::uint8_t parameter = 0;   ///< number of the standardised domain parameters of PACE and of the key
    std::size_t secret_size = 0;  ///< octets of a shared secret in that group
    std::map<std::uint8_t, Bytes> passwords = {};  ///< by reference
    Bytes static_private = {};
    Bytes static_public = {};
    Bytes triple_des_protocol = {};  ///< for MSE:Set KAT, which names no protocol
    Bytes file = {};                 ///< the response to READ BINARY in a session
};

class OpenPaceChip final : public apdu::Channel {
  public:
    explicit OpenPaceChip(ChipContent content) : content_(std::move(content)) {}

    Result<apdu::Response> transmit(const apdu::Command& command) override;

    /// True if the last agreement was refused because OpenPACE would have dropped leading zeros of the secret.
    [[nodiscard]] bool refused_for_zeros() const { return refused_for_zeros_; }

  private:
    enum class Step : std::uint8_t { none, nonce, map, agree, authenticate };

    apdu::Response plain(const apdu::Command& command);
    apdu::Response secured(const apdu::Command& command);
    apdu::Response select_pace(ByteView data);
    apdu::Response general_authenticate(ByteView data);
    apdu::Response agree_on_session(ByteView terminal_key);
    bool refuses_for_zeros(const OpenPace& party);

    ChipContent content_;
    std::unique_ptr<OpenPace> party_ = {};
    Step step_ = Step::none;
    std::optional<Password> password_ = {};
    Bytes own_key_ = {};
    Bytes terminal_key_ = {};
    Bytes chip_authentication_ = {};
    std::function<void()> after_answer_ = {};  ///< the old session protects the response before the new one starts
    bool in_session_ = false;
    bool refused_for_zeros_ = false;
};

}  // namespace fivestar::interop
