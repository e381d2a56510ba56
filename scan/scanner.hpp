// SPDX-License-Identifier: Apache-2.0
// One scanner: waits for its device, divides what it sends into scans, and hands them on.
#pragma once

#include "scan/configuration/configuration.hpp"
#include "scan/device.hpp"
#include "scan/key_delivery.hpp"
#include "scan/scan_splitter.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace fivestar::scan {

class Scanner {
  public:
    using Deliver = std::function<DeliveryOutcome(std::string_view text)>;
    using Report = std::function<void(std::string_view text)>;

    Scanner(ScannerSettings settings, Deliver deliver, Report report);

    /// Runs until `stop` is readable.
    void run(int stop);

  private:
    enum class Wakeup : std::uint8_t { stop, device, time };

    [[nodiscard]] std::expected<std::unique_ptr<Device>, DeviceFault> open() const;
    /// True if the device is gone, false if the program must stop.
    [[nodiscard]] bool serve(Device& device, int stop);
    [[nodiscard]] bool start(Device& device);
    [[nodiscard]] bool trigger(Device& device);
    [[nodiscard]] bool receive(Device& device);
    [[nodiscard]] std::optional<SteadyTime> next_time() const;
    void take_scan(std::string_view text, std::optional<ScanFault> fault);

    ScannerSettings settings_;
    Deliver deliver_;
    Report report_;
    ScanSplitter splitter_;
    bool has_scanned_ = false;  ///< since the last trigger
    std::optional<SteadyTime> next_trigger_;
};

}  // namespace fivestar::scan
