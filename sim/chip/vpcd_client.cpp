// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/vpcd_client.hpp"

#include <algorithm>
#include <charconv>
#include <poll.h>
#include <utility>

namespace fivestar::sim {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds shortest_pause{50};
constexpr milliseconds longest_pause{1000};

namespace control {
constexpr std::uint8_t power_off = 0;
constexpr std::uint8_t power_on = 1;
constexpr std::uint8_t reset = 2;
constexpr std::uint8_t get_atr = 4;
}  // namespace control

}  // namespace

Result<VpcdAddress> VpcdAddress::parse(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return fail(ErrorCode::invalid_argument);
    std::string_view host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return fail(ErrorCode::invalid_argument);
    }
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (host.empty() || error != std::errc{} || end != port.data() + port.size() || number == 0) {
        return fail(ErrorCode::invalid_argument);
    }
    return VpcdAddress{std::string{host}, number};
}

VpcdClient::VpcdClient(VirtualCard& card, VpcdAddress address, std::function<void()> on_nobody)
    : card_(card), address_(std::move(address)), on_nobody_(std::move(on_nobody)) {}

void VpcdClient::insert() {
    inserted_ = true;
    wake_up_.signal();
}

void VpcdClient::remove() {
    inserted_ = false;
    wake_up_.signal();
}

void VpcdClient::speak() {
    told_to_speak_ = true;
    wake_up_.signal();
}

Result<void> VpcdClient::run(const std::stop_token& stop) {
    const std::stop_callback wake_on_stop{stop, [this] { wake_up_.signal(); }};
    milliseconds next_pause = shortest_pause;
    while (!stop.stop_requested()) {
        wait_for_insertion(stop);
        if (stop.stop_requested()) break;
        auto connection = VpcdConnection::open(address_.host.c_str(), address_.port);
        if (!connection) {
            if (connection.error().code == ErrorCode::invalid_argument) return std::unexpected{connection.error()};
            if (on_nobody_) std::exchange(on_nobody_, nullptr)();
            pause(next_pause, stop);
            next_pause = std::min(2 * next_pause, longest_pause);
            continue;
        }
        next_pause = shortest_pause;
        connected_ = true;
        serve(*connection, stop);
        connected_ = false;
        card_.power_off();
        const bool taken_away = !inserted_;
        connection = fail(ErrorCode::card_removed);  // closes the socket, which the reader sees as a removed card
        pause(taken_away ? shortest_absence : shortest_pause, stop);
    }
    return {};
}

void VpcdClient::serve(VpcdConnection& connection, const std::stop_token& stop) {
    while (wait_for_reader(connection, stop)) {
        const auto frame = connection.receive();
        if (!frame || handle(connection, *frame, stop) == Turn::leave) return;
    }
}

VpcdClient::Turn VpcdClient::handle(VpcdConnection& connection, ByteView frame, const std::stop_token& stop) {
    if (frame.size() > 1) return answer(connection, frame, stop);
    if (frame.empty()) return Turn::next;
    switch (frame[0]) {
        case control::power_off:
            card_.power_off();
            break;
        case control::power_on:
            card_.power_on();
            break;
        case control::reset:
            card_.reset();
            break;
        case control::get_atr:
            return connection.send(card_.atr()) ? Turn::next : Turn::leave;
        default:
            break;
    }
    return Turn::next;
}

VpcdClient::Turn VpcdClient::answer(VpcdConnection& connection, ByteView command, const std::stop_token& stop) {
    Answer answer = card_.transmit(command);
    if (answer.delivery == Delivery::never) {
        if (!wait_to_speak(connection, stop)) return Turn::leave;
        card_.speak();
        answer = card_.transmit(command);
    }
    if (answer.delay.count() != 0) pause(answer.delay, stop);
    switch (answer.delivery) {
        case Delivery::whole:
            return connection.send(answer.octets) ? Turn::next : Turn::leave;
        case Delivery::half_frame:
            static_cast<void>(connection.send_half(answer.octets));
            break;
        case Delivery::never:
        case Delivery::removed:
            break;
    }
    inserted_ = false;
    return Turn::leave;
}

bool VpcdClient::wait_for_reader(VpcdConnection& connection, const std::stop_token& stop) const {
    while (!stop.stop_requested() && inserted_) {
        if (connection.wait_readable(wake_up_)) return true;
        wake_up_.drain();
    }
    return false;
}

/// While the chip is silent the reader sends nothing, so that any event means the end of the connection.
bool VpcdClient::wait_to_speak(VpcdConnection& connection, const std::stop_token& stop) {
    while (!stop.stop_requested() && inserted_) {
        if (told_to_speak_.exchange(false)) return true;
        if (connection.wait_readable(wake_up_)) return false;
        wake_up_.drain();
    }
    return false;
}

void VpcdClient::wait_for_insertion(const std::stop_token& stop) const {
    while (!stop.stop_requested() && !inserted_) {
        pollfd waiting{wake_up_.number(), POLLIN, 0};
        static_cast<void>(::poll(&waiting, 1, -1));
        wake_up_.drain();
    }
}

void VpcdClient::pause(milliseconds time, const std::stop_token& stop) const {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!stop.stop_requested()) {
        const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return;
        pollfd waiting{wake_up_.number(), POLLIN, 0};
        static_cast<void>(::poll(&waiting, 1, static_cast<int>(left.count())));
        wake_up_.drain();
    }
}

}  // namespace fivestar::sim
