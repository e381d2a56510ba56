// SPDX-License-Identifier: Apache-2.0
// The command `fivestar-sim sam`: a SAM_V module on a pseudo-terminal, controlled by lines of standard input.
#include "sim/console.hpp"
#include "sim/program.hpp"
#include "sim/sam/device.hpp"

#include <array>
#include <chrono>
#include <poll.h>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace fivestar::sim {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

/// Executes the lines of standard input.
class Director {
  public:
    Director(fs::path data, sam::Device& device, sam::Card card)
        : data_(std::move(data)), device_(device), card_(std::move(card)) {}

    Next obey(std::string_view line) {
        const std::size_t blank = line.find(' ');
        const std::string_view word = line.substr(0, blank);
        const std::string_view argument = blank == std::string_view::npos ? "" : line.substr(blank + 1);
        if (word == "quit") return Next::quit;
        if (word == "present") {
            device_.present(card_);
        } else if (word == "lift") {
            device_.lift();
        } else if (word == "persona") {
            change_persona(argument);
        } else if (word == "fault") {
            change_fault(argument);
        } else if (word == "unplug") {
            device_.unplug();
        } else if (word == "plug") {
            if (!device_.plug()) complain(problem, "cannot make the port again");
        } else {
            complain(problem, "unknown command; use present, lift, persona NAME, fault NAME, unplug, plug or quit");
        }
        return Next::go_on;
    }

  private:
    /// Replaces the card. If a card is on the module, the new one takes its place at once.
    void change_persona(std::string_view name) {
        auto persona = sam::load_persona(data_, name);
        if (!persona) {
            complain(problem, "cannot load persona '{}': {}", name, to_string(persona.error().code));
            return;
        }
        card_ = std::move(persona->card);
        if (device_.card_is_present()) device_.present(card_);
    }

    void change_fault(std::string_view text) {
        if (text == "none") return device_.set_faults({});
        auto fault = sam::Fault::parse(text);
        if (!fault) {
            complain(problem, "unknown fault '{}'; see --faults", text);
            return;
        }
        device_.set_faults({*fault});
    }

    fs::path data_;
    sam::Device& device_;
    sam::Card card_;
};

/// Waits for the descriptors, at most until octets are due.
void wait(std::array<pollfd, 3>& descriptors, const sam::Device& device) {
    const auto deadline = device.deadline();
    timespec left{};
    if (deadline) {
        const auto time = std::max(*deadline - steady_clock::now(), steady_clock::duration::zero());
        const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
        left = {.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds{time - seconds}.count()};
    }
    for (pollfd& each : descriptors) each.revents = 0;
    ::ppoll(descriptors.data(), descriptors.size(), deadline ? &left : nullptr, nullptr);
}

/// Runs until a signal or the line `quit`.
void attend(sam::Device& device, Director& director, const Descriptor& signals) {
    LineReader lines;
    std::array<pollfd, 3> waiting{{{signals.number(), POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}, {-1, POLLIN, 0}}};
    while (true) {
        waiting[2].fd = device.descriptor();
        wait(waiting, device);
        if (waiting[0].revents != 0) return;
        if (waiting[1].revents != 0) {
            if (!lines.read()) waiting[1].fd = -1;
            while (const auto line = lines.next()) {
                if (director.obey(*line) == Next::quit) return;
            }
        }
        device.step(steady_clock::now());
    }
}

}  // namespace

int run_sam(const fs::path& data, const SamArguments& arguments) {
    std::vector<sam::Fault> faults;
    for (const std::string& text : arguments.faults) {
        const auto fault = sam::Fault::parse(text);
        if (!fault) return complain(usage_error, "unknown fault '{}'; see --faults", text);
        faults.push_back(*fault);
    }
    auto persona = sam::load_persona(data, arguments.persona);
    if (!persona) return cannot_load(arguments.persona, data, persona.error());
    const Descriptor signals = termination_signals();
    sam::Device device{arguments.device, arguments.rate};
    device.set_faults(std::move(faults));
    if (!arguments.lifted) device.present(persona->card);
    if (!device.plug()) return complain(problem, "cannot make the port {}", arguments.device.string());
    Director director{data, device, std::move(persona->card)};
    say_ready();
    attend(device, director, signals);
    return done;
}

int print_faults() {
    for (const sam::FaultProfile& profile : sam::fault_profiles()) {
        fmt::print("{:<18} {}\n", profile.name, profile.what);
    }
    fmt::print("Commands: ");
    for (const sam::CommandName& command : sam::command_names()) fmt::print(" {}", command.name);
    fmt::print("\n");
    return done;
}

}  // namespace fivestar::sim
