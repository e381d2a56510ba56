// SPDX-License-Identifier: Apache-2.0
#include "driver/usb_port.hpp"

#include "samv/frame.hpp"

#include <algorithm>
#include <array>

namespace fivestar::driver {
namespace {

using namespace std::chrono_literals;

constexpr std::uint8_t towards_host = 0x80;
constexpr std::uint8_t four_out = 0x02;
constexpr std::uint8_t four_rest_out = 0x06;
constexpr std::uint8_t four_in = 0x81;
constexpr std::uint8_t four_rest_in = 0x85;
constexpr std::size_t report_size = 64;

// libusb waits cannot be interrupted, so they are split into periods of this length.
constexpr auto longest_transfer = 100ms;

constexpr auto longest_discard = 20ms;

std::optional<UsbEndpoint> first_of(const std::vector<UsbEndpoint>& endpoints, bool interrupt, bool in) {
    const auto found = std::ranges::find_if(endpoints, [&](const UsbEndpoint& endpoint) {
        return endpoint.interrupt == interrupt && ((endpoint.address & towards_host) != 0) == in;
    });
    return found == endpoints.end() ? std::nullopt : std::optional{*found};
}

std::optional<UsbEndpoint> bulk_endpoint(const std::vector<UsbEndpoint>& endpoints, std::uint8_t address) {
    const auto found = std::ranges::find_if(endpoints, [address](const UsbEndpoint& endpoint) {
        return endpoint.address == address && !endpoint.interrupt;
    });
    return found == endpoints.end() ? std::nullopt : std::optional{*found};
}

std::chrono::milliseconds until(SteadyTime deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return std::min<std::chrono::milliseconds>(left, longest_transfer);
}

}  // namespace

std::optional<UsbLayout> choose_layout(const std::vector<UsbEndpoint>& endpoints) {
    const auto head_out = bulk_endpoint(endpoints, four_out);
    const auto head_in = bulk_endpoint(endpoints, four_in);
    const auto rest_out = bulk_endpoint(endpoints, four_rest_out);
    const auto rest_in = bulk_endpoint(endpoints, four_rest_in);
    if (head_out && head_in && rest_out && rest_in) {
        return UsbLayout{UsbLayout::Form::four_pipes, *head_out, *head_in, *rest_out, *rest_in};
    }
    for (const bool interrupt : {false, true}) {
        const auto out = first_of(endpoints, interrupt, false);
        const auto in = first_of(endpoints, interrupt, true);
        const auto form = interrupt ? UsbLayout::Form::reports : UsbLayout::Form::two_pipes;
        if (out && in) return UsbLayout{form, *out, *in, *out, *in};
    }
    return std::nullopt;
}

UsbPort::UsbPort(std::unique_ptr<UsbDevice> device, const UsbLayout& layout, const Interruption& interruption)
    : device_{std::move(device)},
      layout_{layout},
      interruption_{interruption},
      received_{std::max(layout.in.packet_size, layout.rest_in.packet_size)} {}

Result<void> UsbPort::write(ByteView frame, SteadyTime deadline) {
    switch (layout_.form) {
        case UsbLayout::Form::two_pipes:
            return send(layout_.out, frame, deadline);
        case UsbLayout::Form::four_pipes: {
            const std::size_t header = std::min(frame.size(), samv::frame_header_size);
            const auto sent = send(layout_.out, frame.first(header), deadline);
            return sent ? send(layout_.rest_out, frame.subspan(header), deadline) : sent;
        }
        case UsbLayout::Form::reports:
            break;
    }
    while (!frame.empty()) {
        std::array<std::uint8_t, report_size> report{};
        const std::size_t size = std::min(frame.size(), report.size());
        std::ranges::copy(frame.first(size), report.begin());
        frame = frame.subspan(size);
        if (const auto sent = send(layout_.out, report, deadline); !sent) return sent;
    }
    return {};
}

Result<void> UsbPort::send(const UsbEndpoint& endpoint, ByteView octets, SteadyTime deadline) {
    while (!octets.empty()) {
        if (interruption_.requested()) return fail(ErrorCode::cancelled);
        const auto timeout = until(deadline);
        if (timeout <= 0ms) return fail(ErrorCode::deadline_exceeded);
        const auto sent = device_->send(endpoint, octets, timeout);
        if (sent) {
            octets = octets.subspan(*sent);
        } else if (sent.error().code != ErrorCode::deadline_exceeded) {
            return std::unexpected{sent.error()};
        }
    }
    return {};
}

Result<std::size_t> UsbPort::read(MutableByteView into, SteadyTime deadline) {
    while (waiting_ == 0) {
        const bool rest = rest_expected_ > 0;
        const auto came = receive(rest ? layout_.rest_in : layout_.in, deadline);
        if (!came) {
            rest_is_clean_ = false;
            return came;
        }
        note_received(*came);
    }
    const std::size_t size = std::min(waiting_, into.size());
    std::ranges::copy(received_.view().subspan(taken_, size), into.begin());
    taken_ += size;
    waiting_ -= size;
    if (waiting_ == 0) zeroize(received_.data(), taken_);
    return size;
}

// A transfer asks for one packet. After a full packet a longer one would go on until its timeout, since a module does
// not mark the end of a reply; the octets would come late, or never (real HID reports, replies that fill their
// packets).
MutableByteView UsbPort::packet_of(const UsbEndpoint& endpoint) {
    return {received_.data(), endpoint.packet_size};
}

Result<std::size_t> UsbPort::receive(const UsbEndpoint& endpoint, SteadyTime deadline) {
    while (true) {
        if (interruption_.requested()) return fail(ErrorCode::cancelled);
        const auto timeout = until(deadline);
        if (timeout <= 0ms) return fail(ErrorCode::deadline_exceeded);
        const auto came = device_->receive(endpoint, packet_of(endpoint), timeout);
        if (came || came.error().code != ErrorCode::deadline_exceeded) return came;
    }
}

void UsbPort::note_received(std::size_t size) {
    taken_ = 0;
    waiting_ = size;
    if (layout_.form != UsbLayout::Form::four_pipes) return;
    const ByteView octets = received_.view().first(size);
    if (rest_expected_ > 0) {
        rest_expected_ -= std::min(rest_expected_, size);
    } else if (size >= samv::frame_header_size &&
               std::ranges::equal(octets.first(samv::preamble.size()), samv::preamble)) {
        rest_expected_ = std::min(static_cast<std::size_t>(octets[5] << 8 | octets[6]), samv::largest_frame);
        rest_expected_ -= std::min(rest_expected_, size - samv::frame_header_size);
    }
}

void UsbPort::discard() {
    zeroize(received_.data(), taken_ + waiting_);
    waiting_ = 0;
    if (layout_.form != UsbLayout::Form::four_pipes) return;
    // The rest of an unfinished frame would be taken for the rest of the next one.
    std::size_t at_most = rest_is_clean_ ? rest_expected_ : samv::largest_frame;
    while (at_most > 0) {
        const auto came = device_->receive(layout_.rest_in, packet_of(layout_.rest_in), longest_discard);
        if (!came || *came == 0) break;
        zeroize(received_.data(), *came);
        at_most -= std::min(at_most, *came);
    }
    rest_expected_ = 0;
    rest_is_clean_ = true;
}

std::chrono::nanoseconds UsbPort::wire_time(std::size_t /*octets*/) const {
    return 0ns;
}

std::optional<std::uint32_t> UsbPortSource::channel_id() const {
    if (!name_.bus || !name_.device) return std::nullopt;
    constexpr std::uint32_t usb_channel = 0x0020;
    return usb_channel << 16 | std::uint32_t{*name_.bus} << 8 | *name_.device;
}

Result<std::unique_ptr<samv::Port>> UsbPortSource::open(const Interruption& interruption) {
    auto device = open_usb_device(name_);
    if (!device) return std::unexpected{device.error()};
    const auto layout = choose_layout((*device)->endpoints());
    if (!layout) return fail(ErrorCode::io_failure);
    return std::make_unique<UsbPort>(std::move(*device), *layout, interruption);
}

}  // namespace fivestar::driver
