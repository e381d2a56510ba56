// SPDX-License-Identifier: Apache-2.0
// The readers of pcscd.
#pragma once

#include "daemon/pcsc/monitor.hpp"
#include "daemon/readers/reader_source.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon::pcsc {

class PcscSource final : public ReaderSource {
  public:
    /// `usb_devices`: the folder of sysfs that has the ports of USB devices.
    explicit PcscSource(MonitorTimes times = {}, std::filesystem::path usb_devices = "/sys/bus/usb/devices");
    ~PcscSource() override;

    void start(std::shared_ptr<Listener> listener) override;
    bool stop() override;
    void look_again() override { monitor_.look_again(); }
    Result<std::unique_ptr<apdu::CardConnection>> connect(std::string_view reader_id, CardDisposition at_end) override;
    [[nodiscard]] std::vector<std::string> held_readers() const override;

  private:
    class Directory;
    const std::shared_ptr<Directory> directory_;
    Monitor monitor_;
};

}  // namespace fivestar::daemon::pcsc
