// SPDX-License-Identifier: Apache-2.0
// A man in the middle who replaces one data object of the dynamic authentication data.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <cstdint>
#include <utility>

namespace fivestar::test {

class ForgingChannel final : public apdu::Channel {
  public:
    enum class Side : std::uint8_t { command, response };

    ForgingChannel(apdu::Channel& next, Side side, tlv::Tag tag, Bytes value)
        : next_(next), side_(side), tag_(tag), value_(std::move(value)) {}

    Result<apdu::Response> transmit(const apdu::Command& command) override {
        apdu::Command sent = command;
        if (side_ == Side::command) forge(sent.data);
        auto response = next_.transmit(sent);
        if (!response || side_ == Side::command) return response;
        Bytes data = copy(response->data);
        forge(data);
        response->data = PersonalBytes{data};
        return response;
    }

    /// True if the object was present and replaced.
    [[nodiscard]] bool forged() const { return forged_; }

  private:
    void forge(Bytes& data) {
        tlv::Cursor cursor{data};
        const auto outer = cursor.optional(0x7C);
        if (!outer || !*outer) return;
        const auto found = tlv::find((*outer)->value, tag_);
        if (!found || !*found) return;
        data = tlv::encode(0x7C, tlv::encode(tag_, value_));
        forged_ = true;
    }

    apdu::Channel& next_;
    Side side_;
    tlv::Tag tag_;
    Bytes value_;
    bool forged_ = false;
};

}  // namespace fivestar::test
