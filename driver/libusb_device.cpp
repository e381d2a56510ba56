// SPDX-License-Identifier: Apache-2.0
#include "driver/usb_device.hpp"
#include "driver/usb_port.hpp"

#include <array>
#include <libusb-1.0/libusb.h>
#include <string>

namespace fivestar::driver {
namespace {

using Context = std::unique_ptr<libusb_context, decltype([](libusb_context* context) { ::libusb_exit(context); })>;
using Handle = std::unique_ptr<libusb_device_handle, decltype([](auto* handle) { ::libusb_close(handle); })>;
using List = std::unique_ptr<libusb_device*, decltype([](auto** list) { ::libusb_free_device_list(list, 1); })>;
using Configuration =
    std::unique_ptr<libusb_config_descriptor, decltype([](auto* read) { ::libusb_free_config_descriptor(read); })>;

ErrorCode code_of(int error) {
    switch (error) {
        case LIBUSB_ERROR_TIMEOUT:
        case LIBUSB_ERROR_INTERRUPTED:
            return ErrorCode::deadline_exceeded;
        case LIBUSB_ERROR_OVERFLOW:
            return ErrorCode::malformed;
        default:
            return ErrorCode::reader_lost;
    }
}

class LibusbDevice final : public UsbDevice {
  public:
    LibusbDevice(Context context, Handle handle, std::vector<UsbEndpoint> endpoints)
        : context_{std::move(context)}, handle_{std::move(handle)}, endpoints_{std::move(endpoints)} {}

    [[nodiscard]] const std::vector<UsbEndpoint>& endpoints() const override { return endpoints_; }

    Result<std::size_t> send(const UsbEndpoint& endpoint, ByteView octets, std::chrono::milliseconds timeout) override {
        // libusb uses one pointer type for both directions and does not write to outgoing data.
        return transfer(endpoint, const_cast<std::uint8_t*>(octets.data()), octets.size(), timeout);  // NOLINT
    }

    Result<std::size_t> receive(const UsbEndpoint& endpoint, MutableByteView into,
                                std::chrono::milliseconds timeout) override {
        return transfer(endpoint, into.data(), into.size(), timeout);
    }

  private:
    Result<std::size_t> transfer(const UsbEndpoint& endpoint, std::uint8_t* octets, std::size_t size,
                                 std::chrono::milliseconds timeout) {
        const auto call = endpoint.interrupt ? ::libusb_interrupt_transfer : ::libusb_bulk_transfer;
        int moved = 0;
        const int error = call(handle_.get(), endpoint.address, octets, static_cast<int>(size), &moved,
                               static_cast<unsigned>(timeout.count()));
        // A transfer that timed out may be partial.
        if (error == LIBUSB_SUCCESS || moved > 0) return static_cast<std::size_t>(moved);
        if (error == LIBUSB_ERROR_PIPE) ::libusb_clear_halt(handle_.get(), endpoint.address);
        return fail(code_of(error));
    }

    Context context_;
    Handle handle_;
    std::vector<UsbEndpoint> endpoints_;
};

/// As in sysfs: `1-2.3`.
std::string location_of(libusb_device* device) {
    constexpr int deepest_tree = 7;
    std::array<std::uint8_t, deepest_tree> ports{};
    const int depth = ::libusb_get_port_numbers(device, ports.data(), deepest_tree);
    std::string location = std::to_string(::libusb_get_bus_number(device));
    for (int at = 0; at < depth; ++at) {
        location += at == 0 ? '-' : '.';
        location += std::to_string(ports[static_cast<std::size_t>(at)]);
    }
    return location;
}

bool matches(libusb_device* device, const UsbName& name) {
    libusb_device_descriptor descriptor{};
    if (::libusb_get_device_descriptor(device, &descriptor) != LIBUSB_SUCCESS) return false;
    if (descriptor.idVendor != name.vendor || descriptor.idProduct != name.product) return false;
    if (name.bus && *name.bus != ::libusb_get_bus_number(device)) return false;
    if (name.device && *name.device != ::libusb_get_device_address(device)) return false;
    return name.location.empty() || name.location == location_of(device);
}

// USB 2.0 §9.6.6: the bits above say how many packets an interrupt endpoint can have in one microframe.
constexpr int packet_size_bits = 0x7FF;

std::vector<UsbEndpoint> endpoints_of(const libusb_interface_descriptor& interface) {
    std::vector<UsbEndpoint> endpoints;
    for (int at = 0; at < interface.bNumEndpoints; ++at) {
        const libusb_endpoint_descriptor& endpoint = interface.endpoint[at];
        const int type = endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
        const auto packet_size = static_cast<std::uint16_t>(endpoint.wMaxPacketSize & packet_size_bits);
        const bool usable = type == LIBUSB_TRANSFER_TYPE_BULK || type == LIBUSB_TRANSFER_TYPE_INTERRUPT;
        if (usable && packet_size > 0) {
            endpoints.push_back({endpoint.bEndpointAddress, type == LIBUSB_TRANSFER_TYPE_INTERRUPT, packet_size});
        }
    }
    return endpoints;
}

/// Finds the first interface with usable endpoints; interface -1 if there is none.
std::pair<int, std::vector<UsbEndpoint>> usable_interface(libusb_device* device) {
    libusb_config_descriptor* read = nullptr;
    if (::libusb_get_active_config_descriptor(device, &read) != LIBUSB_SUCCESS) return {-1, {}};
    const Configuration configuration{read};
    for (int at = 0; at < configuration->bNumInterfaces; ++at) {
        if (configuration->interface[at].num_altsetting < 1) continue;
        const libusb_interface_descriptor& interface = configuration->interface[at].altsetting[0];
        auto endpoints = endpoints_of(interface);
        if (choose_layout(endpoints)) return {interface.bInterfaceNumber, std::move(endpoints)};
    }
    return {-1, {}};
}

Result<std::unique_ptr<UsbDevice>> open_device(Context context, libusb_device* device) {
    libusb_device_handle* opened = nullptr;
    const int error = ::libusb_open(device, &opened);
    if (error != LIBUSB_SUCCESS) {
        return fail(error == LIBUSB_ERROR_NO_DEVICE ? ErrorCode::reader_lost : ErrorCode::io_failure);
    }
    Handle handle{opened};
    auto [interface, endpoints] = usable_interface(device);
    if (interface < 0) return fail(ErrorCode::io_failure);
    // The kernel's HID driver has claimed the interface of such a device.
    ::libusb_set_auto_detach_kernel_driver(opened, 1);
    if (::libusb_claim_interface(opened, interface) != LIBUSB_SUCCESS) return fail(ErrorCode::io_failure);
    return std::make_unique<LibusbDevice>(std::move(context), std::move(handle), std::move(endpoints));
}

}  // namespace

Result<std::unique_ptr<UsbDevice>> open_usb_device(const UsbName& name) {
    libusb_context* initialised = nullptr;
    if (::libusb_init(&initialised) != LIBUSB_SUCCESS) return fail(ErrorCode::io_failure);
    Context context{initialised};
    libusb_device** listed = nullptr;
    const auto count = ::libusb_get_device_list(context.get(), &listed);
    if (count < 0) return fail(ErrorCode::io_failure);
    const List list{listed};
    for (ssize_t at = 0; at < count; ++at) {
        if (matches(listed[at], name)) return open_device(std::move(context), listed[at]);
    }
    return fail(ErrorCode::reader_lost);
}

}  // namespace fivestar::driver
