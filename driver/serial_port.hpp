// SPDX-License-Identifier: Apache-2.0
// A serial line: 8 data bits, no parity, 1 stop bit, no flow control (GA/T 467-2019).
#pragma once

#include "driver/port_source.hpp"
#include "samv/command.hpp"

#include <string>

namespace fivestar::driver {

/// A port with a bit rate.
class RatedPort : public samv::Port {
  public:
    /// Changes this side only; the module is not told.
    virtual Result<void> set_rate(samv::Rate rate) = 0;
};

/// Asks for the module's status at every rate, the fastest first, and keeps the first rate with a reply of any status.
/// Returns `deadline_exceeded` if there is none (0.3 s for each rate), and errors of the port.
Result<samv::Rate> detect_rate(RatedPort& port, const Clock& clock);

class SerialPort final : public RatedPort {
  public:
    /// Opens the line exclusively, at 115,200 baud. Errors: `reader_lost` if there is no such device, `io_failure` if
    /// it cannot be opened or is not a serial line.
    static Result<std::unique_ptr<SerialPort>> open(const std::string& path, const Interruption& interruption);
    ~SerialPort() override;

    Result<void> set_rate(samv::Rate rate) override;
    Result<void> write(ByteView frame, SteadyTime deadline) override;
    Result<std::size_t> read(MutableByteView into, SteadyTime deadline) override;
    void discard() override;
    [[nodiscard]] std::chrono::nanoseconds wire_time(std::size_t octets) const override;

  private:
    SerialPort(int line, const Interruption& interruption) : line_{line}, interruption_{interruption} {}
    Result<void> wait(short events, SteadyTime deadline) const;

    int line_;
    const Interruption& interruption_;
    unsigned baud_ = 0;
};

/// Opens the line and detects the rate of its module.
class SerialPortSource final : public PortSource {
  public:
    SerialPortSource(std::string path, const Clock& clock) : path_{std::move(path)}, clock_{clock} {}
    Result<std::unique_ptr<samv::Port>> open(const Interruption& interruption) override;

  private:
    std::string path_;
    const Clock& clock_;
};

}  // namespace fivestar::driver
