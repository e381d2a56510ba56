// SPDX-License-Identifier: Apache-2.0
// Decides where one scan begins and ends in the octets of a scanner. What the octets say is the daemon's business.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"
#include "scan/configuration/configuration.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace fivestar::scan {

using SteadyTime = std::chrono::steady_clock::time_point;

/// The longest text of a scan. A machine-readable zone has at most 90 characters.
constexpr std::size_t max_scan_octets = 1024;

enum class ScanFault : std::uint8_t {
    too_long,        ///< more than `max_scan_octets`; the rest is dropped
    damaged,         ///< a part was lost on the way
    cut_off,         ///< another scan began before the end mark
    without_prefix,  ///< it lacks the configured prefix or suffix
    command_refused  ///< the scanner answered a command with NAK or ENQ
};

class ScanSplitter {
  public:
    /// Called with the text of a scan, valid during the call, and what is wrong with it. The text of a faulty scan is
    /// empty.
    using OnScan = std::function<void(std::string_view text, std::optional<ScanFault> fault)>;

    ScanSplitter(Framing framing, OnScan on_scan);

    /// Takes octets that arrived at `now`.
    void take(ByteView octets, SteadyTime now);
    /// Takes notice that octets were lost: the scan that they belong to is `damaged`.
    void lose(SteadyTime now);
    /// Ends the scan whose time is over.
    void expire(SteadyTime now);
    /// The time of the next `expire`; nothing between two scans.
    [[nodiscard]] std::optional<SteadyTime> deadline() const;
    /// Forgets an unfinished scan: the scanner is gone.
    void reset();

  private:
    void take(std::uint8_t octet, SteadyTime now);
    void begin_frame(std::uint8_t mark);
    void end();
    void end_with(ScanFault fault);

    Framing framing_;
    OnScan on_scan_;
    SecretText text_;
    std::uint8_t end_mark_ = 0;  ///< of the frame that is open; 0: none
    bool overflows_ = false;     ///< reported as too long; the rest is dropped
    bool lacks_octets_ = false;
    SteadyTime first_{};
    SteadyTime last_{};
};

}  // namespace fivestar::scan
