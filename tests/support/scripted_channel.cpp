// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_channel.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/vector_file.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace fivestar::test {

ScriptedChannel::~ScriptedChannel() {
    EXPECT_TRUE(script_.empty()) << script_.size() << " exchanges of the script were never asked for, the first "
                                 << to_hex(script_.front().command);
}

ScriptedChannel& ScriptedChannel::expect(ByteView command, ByteView answer) {
    script_.push_back({copy(command), copy(answer)});
    return *this;
}

ScriptedChannel& ScriptedChannel::expect(std::string_view command, std::string_view answer) {
    script_.push_back({hex(command), hex(answer)});
    return *this;
}

ScriptedChannel& ScriptedChannel::expect_failure(std::string_view command, Error error) {
    script_.push_back({hex(command), std::unexpected{error}});
    return *this;
}

Result<apdu::Response> ScriptedChannel::transmit(const apdu::Command& command) {
    const auto octets = apdu::encode(command);
    if (!octets) return std::unexpected{octets.error()};
    if (script_.empty()) {
        ADD_FAILURE() << "after the script: " << to_hex(*octets);
        return fail(ErrorCode::transport_failure);
    }
    const Exchange exchange = std::move(script_.front());
    script_.pop_front();
    EXPECT_EQ(to_hex(*octets), to_hex(exchange.command));
    if (!exchange.answer) return std::unexpected{exchange.answer.error()};
    return apdu::decode_response(*exchange.answer);
}

}  // namespace fivestar::test
