// A channel that plays a script: commands in order, each with its answer. Anything out of script fails the test, and so
// does a script that was not played to its end.
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

    /// Both as encoded APDUs; an answer of 0 or 1 octets is the broken one that PC/SC calls a success.
    ScriptedChannel& expect(ByteView command, ByteView answer);
    /// The same in hexadecimal, blanks allowed.
    ScriptedChannel& expect(std::string_view command, std::string_view answer);
    /// A command that brings no answer but this error.
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
