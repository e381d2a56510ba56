// SPDX-License-Identifier: Apache-2.0
// A serial line as the driver opens it, on a pseudo-terminal, and the rates of GA/T 467-2019. A module answers only at
// its own rate.
#include "driver/serial_port.hpp"

#include "samv/module.hpp"
#include "tests/driver/serial_module.hpp"

#include <fcntl.h>
#include <optional>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace fivestar::driver {
namespace {

using namespace std::chrono_literals;
using samv::Rate;

TEST(SerialPort, IsEightDataBitsWithoutParityAtTheRateInUse) {
    test::FakeModule fake;
    test::SerialModule serial{fake};
    Interruption interruption;
    const auto port = SerialPort::open(serial.path(), interruption);
    ASSERT_TRUE(port);
    const int line = ::open(serial.path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);  // root may, despite TIOCEXCL
    termios settings{};
    for (const auto& [rate, speed, octet] : {std::tuple{Rate::baud_115200, B115200, 86us},
                                             {Rate::baud_57600, B57600, 173us},
                                             {Rate::baud_38400, B38400, 260us},
                                             {Rate::baud_19200, B19200, 520us},
                                             {Rate::baud_9600, B9600, 1041us}}) {
        ASSERT_TRUE((*port)->set_rate(rate));
        EXPECT_EQ(std::chrono::floor<std::chrono::microseconds>((*port)->wire_time(1)), octet);
        if (line < 0) continue;
        ASSERT_EQ(::tcgetattr(line, &settings), 0);
        EXPECT_EQ(::cfgetospeed(&settings), speed);
        EXPECT_EQ(settings.c_cflag & (CSIZE | PARENB | CSTOPB | CRTSCTS), static_cast<tcflag_t>(CS8));
        EXPECT_EQ(settings.c_lflag & (ICANON | ECHO | ISIG), 0U);
    }
    if (line >= 0) ::close(line);
}

/// ioctl_tty(2): nobody but root may open an exclusive line again.
TEST(SerialPort, IsExclusiveWhileItIsOpen) {
    test::FakeModule fake;
    test::SerialModule serial{fake};
    Interruption interruption;
    const int line = ::open(serial.path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    ASSERT_GE(line, 0);
    const auto is_exclusive = [line] {
        int exclusive = -1;
        EXPECT_EQ(::ioctl(line, TIOCGEXCL, &exclusive), 0);
        return exclusive == 1;
    };
    {
        const auto port = SerialPort::open(serial.path(), interruption);
        ASSERT_TRUE(port);
        EXPECT_TRUE(is_exclusive());
    }
    EXPECT_FALSE(is_exclusive()) << "another program holds the line";
    ::close(line);
}

TEST(SerialPort, ReadsACardOfEverySize) {
    test::FakeModule fake;
    test::SerialModule serial{fake};
    fake.present({.fingerprints = Bytes(1024, 'F')});
    SystemClock clock;
    Interruption interruption;
    const auto port = SerialPortSource{serial.path(), clock}.open(interruption);
    ASSERT_TRUE(port);
    samv::Module module{**port, clock};
    ASSERT_TRUE(module.find());
    ASSERT_TRUE(module.exchange(samv::select_card));
    const auto reply = module.exchange(samv::read_with_fingerprints);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->data.size(), 2310U);
}

TEST(SerialPort, ReportsAnUnpluggedLine) {
    test::FakeModule fake;
    SystemClock clock;
    Interruption interruption;
    EXPECT_EQ(SerialPort::open("/dev/does-not-exist", interruption).error().code, ErrorCode::reader_lost);
    EXPECT_EQ(SerialPort::open("/dev/null", interruption).error().code, ErrorCode::io_failure);
    test::SerialModule serial{fake};
    const auto port = SerialPort::open(serial.path(), interruption);
    ASSERT_TRUE(port);
    serial.unplug();
    samv::Module module{**port, clock};
    EXPECT_EQ(module.find().error().code, ErrorCode::reader_lost);
}

TEST(SerialPort, AWaitIsInterrupted) {
    test::FakeModule fake;
    fake.set_silent(true);
    test::SerialModule serial{fake};
    SystemClock clock;
    Interruption interruption;
    const auto port = SerialPort::open(serial.path(), interruption);
    ASSERT_TRUE(port);
    interruption.request();
    samv::Module module{**port, clock};
    EXPECT_EQ(module.find().error().code, ErrorCode::cancelled);
}

class FakeRatedPort final : public RatedPort {
  public:
    FakeRatedPort(test::FakeModule& module, test::ManualClock& clock, std::optional<Rate> of_the_module)
        : port_{module, &clock}, of_the_module_{of_the_module} {}

    Result<void> set_rate(Rate rate) override {
        rate_ = rate;
        return {};
    }
    Result<void> write(ByteView frame, SteadyTime deadline) override {
        return port_.write(rate_ == of_the_module_ ? frame : ByteView{}, deadline);
    }
    Result<std::size_t> read(MutableByteView into, SteadyTime deadline) override { return port_.read(into, deadline); }
    void discard() override { port_.discard(); }
    [[nodiscard]] std::chrono::nanoseconds wire_time(std::size_t) const override { return {}; }

  private:
    test::FakePort port_;
    std::optional<Rate> of_the_module_;
    std::optional<Rate> rate_;
};

TEST(RateDetection, FindsEveryRateInTime) {
    for (const Rate rate : {Rate::baud_115200, Rate::baud_57600, Rate::baud_38400, Rate::baud_19200, Rate::baud_9600}) {
        test::FakeModule module;
        test::ManualClock clock;
        FakeRatedPort port{module, clock, rate};
        const SteadyTime before = clock.steady();
        const auto detected = detect_rate(port, clock);
        ASSERT_TRUE(detected);
        EXPECT_EQ(*detected, rate);
        EXPECT_LE(clock.steady() - before, 1500ms);
    }
}

TEST(RateDetection, AcceptsAFailedSelfTestAsAnAnswer) {
    test::FakeModule module;
    module.answer_with(0x11, 0xFF, 0x60);
    test::ManualClock clock;
    FakeRatedPort port{module, clock, Rate::baud_38400};
    EXPECT_EQ(detect_rate(port, clock), Rate::baud_38400);
}

TEST(RateDetection, ReportsErrors) {
    test::FakeModule module;
    test::ManualClock clock;
    FakeRatedPort silent{module, clock, std::nullopt};
    EXPECT_EQ(detect_rate(silent, clock).error().code, ErrorCode::deadline_exceeded);
    module.set_plugged(false);
    FakeRatedPort gone{module, clock, Rate::baud_115200};
    EXPECT_EQ(detect_rate(gone, clock).error().code, ErrorCode::reader_lost);
}

}  // namespace
}  // namespace fivestar::driver
