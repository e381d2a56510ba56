// SPDX-License-Identifier: Apache-2.0
#include "scan/scanner.hpp"

#include "scan/keyboard.hpp"
#include "scan/serial_line.hpp"

#include <algorithm>
#include <array>
#include <poll.h>
#include <utility>

namespace fivestar::scan {
namespace {

using namespace std::chrono_literals;

constexpr auto retry_interval = 1s;  // for a device that is not there

std::string_view text_of(ScanFault fault) {
    switch (fault) {
        case ScanFault::too_long:
            return "a scan is longer than 1,024 characters and was dropped";
        case ScanFault::damaged:
            return "a part of a scan was lost: scan again";
        case ScanFault::cut_off:
            return "a scan was cut off by the next one";
        case ScanFault::without_prefix:
            return "a scan without the configured prefix and suffix was dropped";
        case ScanFault::command_refused:
            return "the scanner refused a command";
    }
    return {};
}

/// Waits for the descriptors, until `until`.
bool wait(std::array<pollfd, 2>& waited, std::optional<SteadyTime> until) {
    int timeout = -1;
    if (until) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - std::chrono::steady_clock::now());
        timeout = static_cast<int>(std::clamp(left, 0ms, std::chrono::milliseconds{1h}).count());
    }
    return ::poll(waited.data(), waited.size(), timeout) > 0;
}

}  // namespace

Scanner::Scanner(ScannerSettings settings, Deliver deliver, Report report)
    : settings_(std::move(settings)),
      deliver_(std::move(deliver)),
      report_(std::move(report)),
      splitter_(settings_.framing,
                [this](std::string_view text, std::optional<ScanFault> fault) { take_scan(text, fault); }) {}

void Scanner::run(int stop) {
    std::optional<DeviceFault> reported;
    for (;;) {
        auto device = open();
        if (device) {
            reported.reset();
            report_("reads " + settings_.device.native());
            if (!serve(**device, stop)) return;
            report_(settings_.device.native() + " is gone");
        } else if (reported != device.error()) {
            reported = device.error();
            report_(settings_.device.native() + ' ' + reported->text);
        }
        std::array<pollfd, 2> waited{
            {{.fd = stop, .events = POLLIN, .revents = 0}, {.fd = -1, .events = 0, .revents = 0}}};
        if (wait(waited, std::chrono::steady_clock::now() + retry_interval)) return;
    }
}

std::expected<std::unique_ptr<Device>, DeviceFault> Scanner::open() const {
    if (settings_.kind == ScannerSettings::Kind::serial) return SerialLine::open(settings_.device, settings_.serial);
    return Keyboard::open(settings_.device, settings_.keyboard);
}

bool Scanner::serve(Device& device, int stop) {
    splitter_.reset();
    if (!start(device)) return true;
    for (;;) {
        std::array<pollfd, 2> waited{{{.fd = stop, .events = POLLIN, .revents = 0},
                                      {.fd = device.descriptor(), .events = POLLIN, .revents = 0}}};
        wait(waited, next_time());
        if (waited[0].revents != 0) return false;
        if (waited[1].revents != 0 && !receive(device)) {
            splitter_.reset();
            return true;
        }
        const auto now = std::chrono::steady_clock::now();
        splitter_.expire(now);
        if ((has_scanned_ || (next_trigger_ && now >= *next_trigger_)) && !trigger(device)) return true;
    }
}

bool Scanner::start(Device& device) {
    for (const std::string& command : settings_.serial.start) {
        if (!device.write(command)) return false;
    }
    return trigger(device);
}

bool Scanner::trigger(Device& device) {
    has_scanned_ = false;
    if (settings_.serial.trigger_every.count() != 0) {
        next_trigger_ = std::chrono::steady_clock::now() + settings_.serial.trigger_every;
    }
    return device.write(settings_.serial.trigger);
}

bool Scanner::receive(Device& device) {
    SecretBytes octets;
    const Received received = device.read(octets);
    if (received == Received::gone) return false;
    const auto now = std::chrono::steady_clock::now();
    if (received == Received::damaged) splitter_.lose(now);
    splitter_.take(octets.view(), now);
    return true;
}

std::optional<SteadyTime> Scanner::next_time() const {
    const auto due = splitter_.deadline();
    if (!due || !next_trigger_) return due ? due : next_trigger_;
    return std::min(*due, *next_trigger_);
}

void Scanner::take_scan(std::string_view text, std::optional<ScanFault> fault) {
    has_scanned_ = true;
    report_(fault ? std::string{text_of(*fault)} : deliver_(text).text);
}

}  // namespace fivestar::scan
