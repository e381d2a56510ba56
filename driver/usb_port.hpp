// SPDX-License-Identifier: Apache-2.0
// The three protocols of SAM_V modules over USB, distinguished by their endpoints.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "driver/port_source.hpp"
#include "driver/usb_device.hpp"
#include "samv/port.hpp"

#include <optional>

namespace fivestar::driver {

struct UsbLayout {
    enum class Form : std::uint8_t {
        two_pipes,   ///< whole frames over one bulk endpoint in each direction
        four_pipes,  ///< preamble and length over 02 and 81, the rest over 06 and 85
        reports,     ///< HID reports of 64 octets, padded with zeros, over interrupt endpoints
    };
    Form form;
    UsbEndpoint out;
    UsbEndpoint in;
    UsbEndpoint rest_out;  ///< with four pipes, else the same as `out`
    UsbEndpoint rest_in;   ///< with four pipes, else the same as `in`
};

/// Returns nothing if the endpoints match none of the three protocols.
[[nodiscard]] std::optional<UsbLayout> choose_layout(const std::vector<UsbEndpoint>& endpoints);

class UsbPort final : public samv::Port {
  public:
    UsbPort(std::unique_ptr<UsbDevice> device, const UsbLayout& layout, const Interruption& interruption);

    Result<void> write(ByteView frame, SteadyTime deadline) override;
    Result<std::size_t> read(MutableByteView into, SteadyTime deadline) override;
    void discard() override;
    [[nodiscard]] std::chrono::nanoseconds wire_time(std::size_t octets) const override;

  private:
    Result<void> send(const UsbEndpoint& endpoint, ByteView octets, SteadyTime deadline);
    MutableByteView packet_of(const UsbEndpoint& endpoint);
    Result<std::size_t> receive(const UsbEndpoint& endpoint, SteadyTime deadline);
    void note_received(std::size_t size);

    std::unique_ptr<UsbDevice> device_;
    UsbLayout layout_;
    const Interruption& interruption_;
    PersonalBytes received_;         ///< one packet
    std::size_t taken_ = 0;          ///< consumed octets of `received_`
    std::size_t waiting_ = 0;        ///< received octets that are not consumed
    std::size_t rest_expected_ = 0;  ///< with four pipes: octets expected on `rest_in`
    bool rest_is_clean_ = false;     ///< no other octets wait there
};

class UsbPortSource final : public PortSource {
  public:
    explicit UsbPortSource(UsbName name) : name_{std::move(name)} {}
    [[nodiscard]] std::optional<std::uint32_t> channel_id() const override;
    Result<std::unique_ptr<samv::Port>> open(const Interruption& interruption) override;

  private:
    UsbName name_;
};

}  // namespace fivestar::driver
