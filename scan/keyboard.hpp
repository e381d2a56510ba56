// SPDX-License-Identifier: Apache-2.0
// A scanner that plays a keyboard, grabbed: no window and no console sees its keys.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "scan/configuration/configuration.hpp"
#include "scan/device.hpp"
#include "scan/keyboard_layout.hpp"

#include <expected>
#include <filesystem>
#include <memory>
#include <string_view>

struct libevdev;
struct input_event;

namespace fivestar::scan {

class Keyboard final : public Device {
  public:
    /// Waits at most two seconds until no key is pressed, since the other programs would never see it released.
    [[nodiscard]] static std::expected<std::unique_ptr<Keyboard>, DeviceFault> open(const std::filesystem::path& path,
                                                                                    const KeyboardSettings& settings);

    [[nodiscard]] int descriptor() const override { return node_.number(); }
    [[nodiscard]] Received read(SecretBytes& to) override;
    [[nodiscard]] bool write(std::string_view) override { return true; }

  private:
    struct Free {
        void operator()(libevdev* device) const;
    };

    Keyboard(Descriptor node, KeyboardLayout layout) : node_(std::move(node)), layout_(std::move(layout)) {}
    [[nodiscard]] std::expected<void, DeviceFault> grab();
    /// False if events are missing before this one.
    [[nodiscard]] bool take(const input_event& event, SecretBytes& to);

    Descriptor node_;
    KeyboardLayout layout_;
    std::unique_ptr<libevdev, Free> device_;
    bool skips_ = false;  ///< until the next SYN_REPORT: the kernel's queue was full
};

}  // namespace fivestar::scan
