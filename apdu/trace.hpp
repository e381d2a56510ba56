// SPDX-License-Identifier: Apache-2.0
// Counts exchanges, octets and time of a channel. It keeps no content.
#pragma once

#include "apdu/channel.hpp"
#include "crypto/base/clock.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

namespace fivestar::apdu {

struct TraceTotals {
    std::uint32_t exchanges = 0;
    std::uint64_t octets_sent = 0;      ///< of commands as encoded
    std::uint64_t octets_received = 0;  ///< of answers, status words included
    std::chrono::nanoseconds card_time{};
    StatusWord last_sw = {};  ///< 0 before the first answer
};

class Trace final : public Channel {
  public:
    using Observer = std::function<void(const TraceTotals&)>;

    /// `observer`, if any, is called after each exchange, also a failed one, on the thread of `transmit`. `next` and
    /// `clock` must outlive this channel. As the lowest decorator it counts what goes over the wire.
    Trace(Channel& next, const Clock& clock, Observer observer = {});

    Result<Response> transmit(const Command& command) override;

    [[nodiscard]] const TraceTotals& totals() const { return totals_; }

  private:
    Channel& next_;
    const Clock& clock_;
    Observer observer_;
    TraceTotals totals_;
};

}  // namespace fivestar::apdu
