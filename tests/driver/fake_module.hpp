// A SAM_V module with a card before it, as a port. Written after the published behaviour of such modules, not after the
// driver: find succeeds until the card was read, then fails until it is lifted; an appended address is answered
// (90 or 91) as long as the selected card is there.
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
    /// The status of every reply to this command and parameter from now on; 0 to answer normally again.
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
    /// Octets that take the place of every reply's frame; empty for none.
    void say_instead(Bytes octets) {
        const std::lock_guard lock{mutex_};
        instead_ = std::move(octets);
    }
    [[nodiscard]] bool plugged() {
        const std::lock_guard lock{mutex_};
        return plugged_;
    }
    /// How often a command with this code and parameter came.
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

/// The port of a FakeModule. Waiting for what does not come moves the clock, if there is one to move; else it takes
/// 10 ms.
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
