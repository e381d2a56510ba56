// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/device.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::sim::sam {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// Start bit, eight data bits, stop bit.
constexpr unsigned bits_an_octet = 10;
/// Octets are written in portions of this duration.
constexpr milliseconds shortest_wait{1};
constexpr milliseconds lateness{300};
constexpr int slowness = 50;

/// `lasts(kind)` is true for faults that change the module permanently instead of one request.
bool lasts(FaultKind kind) {
    return kind == FaultKind::reset_keeps_card || kind == FaultKind::reads_once;
}

}  // namespace

Device::Device(std::filesystem::path link, unsigned rate) : link_(std::move(link)), power_on_rate_(rate), rate_(rate) {}

Result<void> Device::plug() {
    if (terminal_) return {};
    auto opened = PseudoTerminal::open(link_);
    if (!opened) return std::unexpected{opened.error()};
    terminal_.emplace(std::move(*opened));
    rate_ = power_on_rate_;
    parser_ = {};
    module_.power_on();
    return {};
}

void Device::unplug() {
    transmission_.reset();
    terminal_.reset();
}

void Device::present(Card card) {
    module_.present(std::move(card));
}

void Device::set_faults(std::vector<Fault> faults) {
    faults_ = std::move(faults);
    if (transmission_ && transmission_->endless) transmission_.reset();
    const auto has = [&](FaultKind kind) {
        return std::ranges::any_of(faults_, [kind](const Fault& fault) { return fault.profile().kind == kind; });
    };
    module_.set_habits(
        {.reset_presents_card = !has(FaultKind::reset_keeps_card), .reads_again = !has(FaultKind::reads_once)});
}

int Device::descriptor() const {
    return terminal_ && !transmission_ ? terminal_->descriptor() : -1;
}

std::optional<Device::Time> Device::deadline() const {
    if (!transmission_) return std::nullopt;
    const auto at_once = std::max<nanoseconds::rep>(1, shortest_wait / transmission_->octet_time);
    auto next = static_cast<nanoseconds::rep>(transmission_->sent) + at_once;
    if (!transmission_->endless) {
        next = std::min(next, static_cast<nanoseconds::rep>(transmission_->octets.size()));
    }
    return transmission_->start + next * transmission_->octet_time;
}

void Device::step(Time now) {
    if (transmission_) send_due(*transmission_, now);
    if (terminal_ && !transmission_) hear(*terminal_, now);
}

nanoseconds Device::octet_time() const {
    return nanoseconds{std::chrono::seconds{bits_an_octet}} / rate_;
}

Bytes Device::as_received(ByteView octets) const {
    Bytes received = copy(octets);
    if (!terminal_ || terminal_->rate() == rate_) return received;
    for (std::uint8_t& octet : received) octet = static_cast<std::uint8_t>(octet << 3 | 0x07);
    return received;
}

void Device::hear(PseudoTerminal& terminal, Time now) {
    const Bytes octets = terminal.read();
    parser_.feed(as_received(octets));
    line_is_free_ = std::max(line_is_free_, now) + static_cast<nanoseconds::rep>(octets.size()) * octet_time();
    while (!transmission_ && terminal_) {
        const auto request = parser_.next();
        if (!request) return;
        if (*request) {
            answer(**request, line_is_free_);
        } else {
            begin(Module::complain(request->error()).frame, {}, line_is_free_);
        }
    }
}

Fault* Device::fault_at(const Request& request) {
    Fault* met = nullptr;
    for (Fault& fault : faults_) {
        if (!lasts(fault.profile().kind) && fault.meets(request) && met == nullptr) met = &fault;
    }
    return met;
}

void Device::answer(const Request& request, Time now) {
    if (const Fault* fault = fault_at(request)) return answer_with_fault(fault->profile(), request, now);
    Answer answer = module_.execute(request);
    begin(std::move(answer.frame), answer.rate, now);
}

void Device::answer_with_fault(const FaultProfile& fault, const Request& request, Time now) {
    if (fault.kind == FaultKind::silence) return;
    if (fault.kind == FaultKind::status) return static_cast<void>(begin(answer_frame(fault.sw3), {}, now));
    if (fault.kind == FaultKind::card_lifted) module_.lift();
    if (fault.kind == FaultKind::late) now += lateness;
    const Answer answer = module_.execute(request);
    Transmission& sending = begin(damage(fault.kind, answer.frame, request_frame(request)), answer.rate, now);
    if (fault.kind == FaultKind::slow) sending.octet_time *= slowness;
    sending.endless = fault.kind == FaultKind::endless;
    sending.then_unplug = fault.kind == FaultKind::unplugged;
}

Device::Transmission& Device::begin(Bytes octets, std::optional<unsigned> then_rate, Time start) {
    return transmission_.emplace(
        Transmission{.octets = std::move(octets), .start = start, .octet_time = octet_time(), .then_rate = then_rate});
}

void Device::send_due(Transmission& sending, Time now) {
    if (now < sending.start) return;
    auto due = static_cast<std::size_t>((now - sending.start) / sending.octet_time);
    if (!sending.endless) due = std::min(due, sending.octets.size());
    while (sending.sent < due) {
        const std::size_t from = sending.sent % sending.octets.size();
        const std::size_t count = std::min(due - sending.sent, sending.octets.size() - from);
        if (terminal_) terminal_->write(as_received(ByteView{sending.octets}.subspan(from, count)));
        sending.sent += count;
    }
    if (!sending.endless && sending.sent == sending.octets.size()) finish(sending);
}

void Device::finish(const Transmission& sent) {
    if (sent.then_rate) rate_ = *sent.then_rate;
    const bool unplugged = sent.then_unplug;
    transmission_.reset();
    if (unplugged) unplug();
}

}  // namespace fivestar::sim::sam
