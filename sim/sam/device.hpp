// A SAM_V module on a serial port: its line with the time that octets take on it, its module, and what goes wrong.
// Everything happens in `step`, on one thread; between steps the owner waits for `descriptor` or `deadline`.
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

    /// Unplugged, and without a card. `rate` in bits a second is what the module has when its power comes.
    Device(std::filesystem::path link, unsigned rate);

    /// As `PseudoTerminal::open`. Already plugged: nothing happens.
    Result<void> plug();
    void unplug();
    void present(Card card);
    void lift() { module_.lift(); }
    [[nodiscard]] bool card_is_present() const { return module_.card_is_present(); }
    /// In place of all faults there were.
    void set_faults(std::vector<Fault> faults);

    /// To be waited on until it is readable; negative while there is nothing to read.
    [[nodiscard]] int descriptor() const;
    /// When the next octets are due.
    [[nodiscard]] std::optional<Time> deadline() const;
    void step(Time now);

  private:
    /// Octets on their way. They are timed by the clock, not by waits, so that a late step catches up.
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
    /// Octets at a rate that is not the receiver's mean nothing to it.
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
