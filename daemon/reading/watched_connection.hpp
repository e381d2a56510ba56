// SPDX-License-Identifier: Apache-2.0
// A connection as one read uses it: every exchange is counted, and none begins once the read was asked to stop.
#pragma once

#include "apdu/card_connection.hpp"
#include "apdu/trace.hpp"
#include "daemon/reading/read_outcome.hpp"

#include <chrono>
#include <stop_token>
#include <utility>

namespace fivestar::daemon {

class WatchedConnection final : public apdu::CardConnection {
  public:
    /// `connection` and `clock` must outlive this.
    WatchedConnection(apdu::CardConnection& connection, const Clock& clock, std::stop_token stop,
                      apdu::Trace::Observer observer)
        : connection_(connection),
          gate_(connection.channel(), std::move(stop)),
          trace_(gate_, clock, std::move(observer)) {}

    [[nodiscard]] apdu::Channel& channel() override { return trace_; }
    [[nodiscard]] ByteView atr() const override { return connection_.atr(); }
    [[nodiscard]] apdu::Protocol protocol() const override { return connection_.protocol(); }
    [[nodiscard]] bool extended_length() const override { return connection_.extended_length(); }
    [[nodiscard]] apdu::ReaderDescription reader() const override { return connection_.reader(); }
    Result<void> reset() override { return connection_.reset(); }

    /// Returns the timing of a read that took from `since` to `until`.
    [[nodiscard]] ReadTiming timing(SteadyTime since, SteadyTime until) const {
        const auto milliseconds = [](std::chrono::duration<double, std::milli> time) { return time.count(); };
        const apdu::TraceTotals& totals = trace_.totals();
        return {milliseconds(until - since), milliseconds(totals.card_time), totals.exchanges,
                totals.octets_sent + totals.octets_received};
    }

  private:
    /// `cancelled` instead of an exchange after a stop request.
    class Gate final : public apdu::Channel {
      public:
        Gate(apdu::Channel& next, std::stop_token stop) : next_(next), stop_(std::move(stop)) {}
        Result<apdu::Response> transmit(const apdu::Command& command) override {
            if (stop_.stop_requested()) return fail(ErrorCode::cancelled);
            return next_.transmit(command);
        }

      private:
        apdu::Channel& next_;
        std::stop_token stop_;
    };

    apdu::CardConnection& connection_;
    Gate gate_;
    apdu::Trace trace_;
};

}  // namespace fivestar::daemon
