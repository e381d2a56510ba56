// SPDX-License-Identifier: Apache-2.0
#include "scan/keyboard.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <libevdev/libevdev.h>
#include <linux/input.h>
#include <span>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace fivestar::scan {
namespace {

using namespace std::chrono_literals;

constexpr auto release_patience = 2s;
constexpr auto release_interval = 20ms;
constexpr unsigned bits = 8;

/// A bit for each key, EVIOCGKEY.
using PressedKeys = std::array<std::uint8_t, (KEY_CNT + bits - 1) / bits>;

/// Events of the kernel, zeroized on destruction: libevdev would keep them in its queue.
struct Events {
    std::array<input_event, 64> events{};
    Events() = default;
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;
    ~Events() { zeroize(events.data(), sizeof(events)); }
};

/// False if the device is gone.
bool ask_pressed(int node, PressedKeys& keys) {
    keys.fill(0);
    return ::ioctl(node, EVIOCGKEY(sizeof(keys)), keys.data()) >= 0;
}

bool is_pressed(const PressedKeys& keys, std::size_t key) {
    return (static_cast<unsigned>(keys.at(key / bits)) >> (key % bits) & 1U) != 0;
}

bool wait_for_release(int node) {
    const auto deadline = std::chrono::steady_clock::now() + release_patience;
    for (PressedKeys keys{}; ask_pressed(node, keys);) {
        if (keys == PressedKeys{} || std::chrono::steady_clock::now() >= deadline) return true;
        std::this_thread::sleep_for(release_interval);
    }
    return false;
}

/// Reads what is there, without waiting. Nothing if the device is gone.
std::optional<std::span<const input_event>> read_events(int node, Events& to) {
    const ssize_t came = ::read(node, to.events.data(), sizeof(to.events));
    if (came < 0 && (errno == EAGAIN || errno == EINTR)) return std::span<const input_event>{};
    if (came <= 0) return std::nullopt;
    return std::span{to.events}.first(static_cast<std::size_t>(came) / sizeof(input_event));
}

}  // namespace

void Keyboard::Free::operator()(libevdev* device) const {
    ::libevdev_free(device);
}

std::expected<std::unique_ptr<Keyboard>, DeviceFault> Keyboard::open(const std::filesystem::path& path,
                                                                     const KeyboardSettings& settings) {
    auto layout = KeyboardLayout::load(settings);
    if (!layout) {
        return std::unexpected{DeviceFault{DeviceFault::Kind::unsuitable, "has an unknown keyboard layout or variant"}};
    }
    Descriptor node{::open(path.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (!node) return std::unexpected{device_fault(errno)};
    libevdev* device = nullptr;
    const int made = ::libevdev_new_from_fd(node.number(), &device);
    std::unique_ptr<Keyboard> keyboard{new Keyboard{std::move(node), std::move(*layout)}};
    keyboard->device_.reset(device);
    if (made != 0 || ::libevdev_has_event_code(device, EV_KEY, KEY_ENTER) == 0) {
        return std::unexpected{DeviceFault{DeviceFault::Kind::unsuitable, "is not a keyboard"}};
    }
    if (const auto grabbed = keyboard->grab(); !grabbed) return std::unexpected{grabbed.error()};
    return keyboard;
}

std::expected<void, DeviceFault> Keyboard::grab() {
    if (!wait_for_release(node_.number())) return std::unexpected{device_fault(ENODEV)};
    if (const int error = ::libevdev_grab(device_.get(), LIBEVDEV_GRAB); error != 0) {
        return std::unexpected{device_fault(-error)};
    }
    // Keys pressed before the grab went to other programs; their release ends no scan.
    Events dropped;
    for (std::size_t left = 64; left > 0; --left) {
        const auto events = read_events(node_.number(), dropped);
        if (!events) return std::unexpected{device_fault(ENODEV)};
        if (events->empty()) break;
    }
    PressedKeys keys{};
    if (!ask_pressed(node_.number(), keys)) return std::unexpected{device_fault(ENODEV)};
    for (std::uint16_t key = 0; key < KEY_CNT; ++key) {
        if (is_pressed(keys, key)) layout_.hold(key);
    }
    return {};
}

Received Keyboard::read(SecretBytes& to) {
    Events events;
    const auto came = read_events(node_.number(), events);
    if (!came) return Received::gone;
    Received received = Received::octets;
    for (const input_event& event : *came) {
        if (!take(event, to)) received = Received::damaged;
    }
    return received;
}

bool Keyboard::take(const input_event& event, SecretBytes& to) {
    if (event.type == EV_SYN && event.code == SYN_DROPPED) {
        skips_ = true;
        layout_.reset();
        return false;
    }
    if (event.type == EV_SYN && event.code == SYN_REPORT) skips_ = false;
    if (event.type != EV_KEY || skips_) return true;
    if (event.value == 0) layout_.release(event.code);
    if (event.value == 1) layout_.press(event.code, to);
    return true;
}

}  // namespace fivestar::scan
