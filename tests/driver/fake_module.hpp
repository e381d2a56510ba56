// SPDX-License-Identifier: Apache-2.0
// A SAM_V module with a card, as a port. Implements the published behaviour of modules, independent of the driver: find
// succeeds until the card is read, then fails until it is lifted; a request for appended addresses is answered (90 or
// 91) while the selected card is present.
#pragma once

#include "samv/port.hpp"
#include "tests/support/manual_clock.hpp"

#include <map>
#include <mutex>
#include <vector>

namespace fivestar::test {

class FakeModule {
  public:
    struct Card {
        Bytes text = Bytes(256, 'T');
        Bytes photo = Bytes(1024, 'P');
        Bytes fingerprints = {};
        Bytes addresses = {};
        Bytes management = Bytes(28, 'M');
    };

    void present(Card card);
    void lift();
    /// Sets the status of every reply to this command and parameter; 0 restores normal replies.
    void answer_with(std::uint8_t code, std::uint8_t parameter, std::uint8_t status);
    void set_silent(bool silent) {
        const std::lock_guard lock{mutex_};
        silent_ = silent;
    }
    void set_plugged(bool plugged) {
        const std::lock_guard lock{mutex_};
        plugged_ = plugged;
    }
    void set_reset_presents_again(bool does) {
        const std::lock_guard lock{mutex_};
        reset_presents_again_ = does;
    }
    /// Replaces the frame of every reply; empty for normal replies.
    void say_instead(Bytes octets) {
        const std::lock_guard lock{mutex_};
        instead_ = std::move(octets);
    }
    [[nodiscard]] bool plugged() {
        const std::lock_guard lock{mutex_};
        return plugged_;
    }
    /// The number of commands with this code and parameter.
    [[nodiscard]] unsigned count(std::uint8_t code, std::uint8_t parameter);
    [[nodiscard]] unsigned requests();

    /// The frame of the reply; empty for silence.
    Bytes answer(ByteView frame);

  private:
    Bytes answer_request(std::uint8_t code, std::uint8_t parameter);
    Bytes read(bool with_fingerprints);

    std::mutex mutex_;
    Card card_;
    bool there_ = false;
    bool found_ = false;
    bool selected_ = false;
    bool was_read_ = false;
    bool silent_ = false;
    bool plugged_ = true;
    bool reset_presents_again_ = true;
    Bytes instead_;
    std::map<int, std::uint8_t> statuses_;
    std::map<int, unsigned> counts_;
};

/// The port of a FakeModule. Waiting in vain advances the clock, if it is a ManualClock, or takes 10 ms.
class FakePort final : public samv::Port {
  public:
    FakePort(FakeModule& module, ManualClock* clock) : module_{module}, clock_{clock} {}

    Result<void> write(ByteView frame, SteadyTime deadline) override;
    Result<std::size_t> read(MutableByteView into, SteadyTime deadline) override;
    void discard() override { coming_.clear(); }
    [[nodiscard]] std::chrono::nanoseconds wire_time(std::size_t) const override { return {}; }

  private:
    FakeModule& module_;
    ManualClock* clock_;
    Bytes coming_;
};

}  // namespace fivestar::test
