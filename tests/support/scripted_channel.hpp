// SPDX-License-Identifier: Apache-2.0
// A channel with a script of commands and responses. An unexpected command fails the test, and so does an unfinished
// script.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/base/bytes.hpp"

#include <deque>
#include <string_view>

namespace fivestar::test {

class ScriptedChannel final : public apdu::Channel {
  public:
    ScriptedChannel() = default;
    /// Fails the test if exchanges are left.
    ~ScriptedChannel() override;

    /// Both are encoded APDUs. A response of 0 or 1 octets is malformed, although PC/SC reports success.
    ScriptedChannel& expect(ByteView command, ByteView answer);
    /// The same in hexadecimal; spaces are allowed.
    ScriptedChannel& expect(std::string_view command, std::string_view answer);
    /// A command that fails with this error.
    ScriptedChannel& expect_failure(std::string_view command, Error error);

    Result<apdu::Response> transmit(const apdu::Command& command) override;

    [[nodiscard]] bool finished() const { return script_.empty(); }

  private:
    struct Exchange {
        Bytes command;
        Result<Bytes> answer;
    };
    std::deque<Exchange> script_;
};

}  // namespace fivestar::test
