// SPDX-License-Identifier: Apache-2.0
// A SAM_V module on a serial port: a line with realistic timing, the module, and faults. All work is done in `step`, on
// one thread; between steps the owner waits for `descriptor` or `deadline`.
#pragma once

#include "sim/sam/faults.hpp"
#include "sim/sam/module.hpp"
#include "sim/sam/pseudo_terminal.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace fivestar::sim::sam {

class Device {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Starts unplugged and without a card. `rate` in bit/s is the module's rate after power-on.
    Device(std::filesystem::path link, unsigned rate);

    /// Opens the port as `PseudoTerminal::open` does. Does nothing if it is plugged.
    Result<void> plug();
    void unplug();
    void present(Card card);
    void lift() { module_.lift(); }
    [[nodiscard]] bool card_is_present() const { return module_.card_is_present(); }
    /// Replaces all faults.
    void set_faults(std::vector<Fault> faults);

    /// Readable when `step` must be called; negative while the module sends.
    [[nodiscard]] int descriptor() const;
    /// The time of the next octets.
    [[nodiscard]] std::optional<Time> deadline() const;
    void step(Time now);

  private:
    /// Octets being sent. Timed by the clock, so that a late step catches up.
    struct Transmission {
        Bytes octets;
        Time start;
        std::chrono::nanoseconds octet_time;
        bool endless = false;
        bool then_unplug = false;
        std::optional<unsigned> then_rate = {};
        std::size_t sent = 0;
    };

    void hear(PseudoTerminal& terminal, Time now);
    void answer(const Request& request, Time now);
    Fault* fault_at(const Request& request);
    void answer_with_fault(const FaultProfile& fault, const Request& request, Time now);
    Transmission& begin(Bytes octets, std::optional<unsigned> then_rate, Time start);
    void send_due(Transmission& sending, Time now);
    void finish(const Transmission& sent);
    [[nodiscard]] std::chrono::nanoseconds octet_time() const;
    /// Garbles octets if both ends have different rates.
    [[nodiscard]] Bytes as_received(ByteView octets) const;

    std::filesystem::path link_;
    unsigned power_on_rate_;
    unsigned rate_;
    Module module_;
    RequestParser parser_;
    std::vector<Fault> faults_;
    std::optional<PseudoTerminal> terminal_;
    std::optional<Transmission> transmission_;
    Time line_is_free_ = {};
};

}  // namespace fivestar::sim::sam
