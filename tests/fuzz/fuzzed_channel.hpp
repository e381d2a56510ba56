// SPDX-License-Identifier: Apache-2.0
// A card whose responses are the fuzz input: a length of two octets, then the response. The card is removed when the
// input ends.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/base/bytes.hpp"

#include <algorithm>

namespace fivestar::test {

class FuzzedChannel final : public apdu::Channel {
  public:
    explicit FuzzedChannel(ByteView input) : input_(input) {}

    Result<apdu::Response> transmit(const apdu::Command& command) override {
        ++exchanges;
        if (const auto octets = apdu::encode(command); !octets) return std::unexpected{octets.error()};
        const auto answer = next();
        if (!answer) return std::unexpected{answer.error()};
        return apdu::decode_response(*answer);
    }

    /// The next response, which points into the input.
    Result<ByteView> next() {
        if (input_.size() < 2) return fail(ErrorCode::card_removed);
        const std::size_t announced = std::size_t{input_[0]} << 8 | input_[1];
        input_ = input_.subspan(2);
        const ByteView answer = input_.first(std::min(announced, input_.size()));
        input_ = input_.subspan(answer.size());
        return answer;
    }

    std::size_t exchanges = 0;

  private:
    ByteView input_;
};

}  // namespace fivestar::test
