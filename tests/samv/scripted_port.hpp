// SPDX-License-Identifier: Apache-2.0
// A port whose module follows a script. Time passes only while the port waits.
#pragma once

#include "samv/port.hpp"
#include "tests/support/manual_clock.hpp"

#include <deque>
#include <functional>
#include <utility>
#include <vector>

namespace fivestar::test {

class ScriptedPort final : public samv::Port {
  public:
    /// The answer to one request, in pieces as read() delivers them; silence if empty.
    using Pieces = std::vector<Bytes>;

    explicit ScriptedPort(ManualClock& clock) : clock_{clock} {}

    /// The next request must be `request`, a whole frame, and is answered by `answer`.
    void expect(Bytes request, Pieces answer) { script_.emplace_back(std::move(request), std::move(answer)); }
    /// Octets without a request. They are read before the next answer unless discarded.
    void say(Bytes octets) { coming_.push_back(std::move(octets)); }
    /// Octets that arrive only after a read has timed out.
    void say_late(Bytes octets) { late_.push_back(std::move(octets)); }
    /// From now on every call fails with this code.
    void fail_with(ErrorCode code) { failure_ = code; }
    void set_wire_time(std::chrono::nanoseconds of_an_octet) { of_an_octet_ = of_an_octet; }
    /// Delivers pieces of this size without end.
    void babble(Bytes piece) { babble_ = std::move(piece); }

    [[nodiscard]] bool done() const { return script_.empty(); }
    [[nodiscard]] std::size_t unexpected_requests() const { return unexpected_; }

    Result<void> write(ByteView frame, SteadyTime deadline) override;
    Result<std::size_t> read(MutableByteView into, SteadyTime deadline) override;
    void discard() override;
    [[nodiscard]] std::chrono::nanoseconds wire_time(std::size_t octets) const override;

  private:
    ManualClock& clock_;
    std::deque<std::pair<Bytes, Pieces>> script_;
    std::deque<Bytes> coming_;
    std::deque<Bytes> late_;
    Bytes babble_;
    ErrorCode failure_{};
    std::chrono::nanoseconds of_an_octet_{0};
    std::size_t unexpected_ = 0;
};

/// A reply's whole frame: SW1 SW2 SW3, then data.
[[nodiscard]] Bytes reply_frame(std::uint8_t status, ByteView data = {});

}  // namespace fivestar::test
