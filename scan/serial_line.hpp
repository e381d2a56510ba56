// SPDX-License-Identifier: Apache-2.0
// A scanner on a serial line, opened raw and exclusively.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "scan/configuration/configuration.hpp"
#include "scan/device.hpp"

#include <expected>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

namespace fivestar::scan {

class SerialLine final : public Device {
  public:
    [[nodiscard]] static std::expected<std::unique_ptr<SerialLine>, DeviceFault> open(const std::filesystem::path& path,
                                                                                      const SerialSettings& settings);
    ~SerialLine() override;
    SerialLine(const SerialLine&) = delete;
    SerialLine& operator=(const SerialLine&) = delete;

    [[nodiscard]] int descriptor() const override { return line_.number(); }
    [[nodiscard]] Received read(SecretBytes& to) override;
    [[nodiscard]] bool write(std::string_view command) override;

  private:
    explicit SerialLine(Descriptor line) : line_(std::move(line)) {}
    [[nodiscard]] bool set(const SerialSettings& settings) const;

    Descriptor line_;
};

}  // namespace fivestar::scan
