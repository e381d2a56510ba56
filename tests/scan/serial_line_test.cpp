// SPDX-License-Identifier: Apache-2.0
#include "scan/serial_line.hpp"

#include "tests/scan/pseudo_terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <termios.h>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using scan::DeviceFault;
using scan::Received;
using scan::SerialLine;
using scan::SerialSettings;

TEST(SerialLine, IsRawAtTheConfiguredRate) {
    const PseudoTerminal terminal;
    const auto line = SerialLine::open(terminal.path(), {.baud = 38400, .format = SerialSettings::Format::eight_odd});
    ASSERT_TRUE(line);
    termios settings{};
    ASSERT_EQ(::tcgetattr((*line)->descriptor(), &settings), 0);
    EXPECT_EQ(::cfgetispeed(&settings), speed_t{B38400});
    EXPECT_EQ(settings.c_lflag & (ICANON | ECHO | ISIG), 0U);
    EXPECT_EQ(settings.c_iflag & (ICRNL | IXON | ISTRIP), 0U);
}

TEST(SerialLine, ReadsAndWritesEveryOctet) {
    const PseudoTerminal terminal;
    const auto line = SerialLine::open(terminal.path(), {});
    ASSERT_TRUE(line);
    SecretBytes came;
    EXPECT_EQ((*line)->read(came), Received::octets);
    EXPECT_TRUE(came.empty());
    std::string every;
    for (int octet = 0; octet < 256; ++octet) every += static_cast<char>(octet);
    terminal.send(every);
    pollfd waited{.fd = (*line)->descriptor(), .events = POLLIN, .revents = 0};
    while (came.size() < every.size() && ::poll(&waited, 1, 10'000) > 0 && (*line)->read(came) == Received::octets) {
    }
    EXPECT_EQ(as_text(came.view()), every);
    EXPECT_TRUE((*line)->write("\x16T\r"));
    EXPECT_EQ(terminal.receive(3), "\x16T\r");
}

TEST(SerialLine, IsHeldExclusively) {
    const PseudoTerminal terminal;
    {
        const auto line = SerialLine::open(terminal.path(), {});
        ASSERT_TRUE(line);
        const auto second = SerialLine::open(terminal.path(), {});
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().kind, DeviceFault::Kind::held);
    }
    EXPECT_TRUE(SerialLine::open(terminal.path(), {}));
}

TEST(SerialLine, SaysThatItIsGone) {
    PseudoTerminal terminal;
    const auto line = SerialLine::open(terminal.path(), {});
    ASSERT_TRUE(line);
    terminal.unplug();
    SecretBytes came;
    EXPECT_EQ((*line)->read(came), Received::gone);
    EXPECT_FALSE((*line)->write("\r"));
    const auto again = SerialLine::open(terminal.path(), {});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, DeviceFault::Kind::missing);
}

TEST(SerialLine, IsASerialLine) {
    const auto other = SerialLine::open("/dev/null", {});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error(), (DeviceFault{DeviceFault::Kind::unsuitable, "is not a serial line"}));
}

}  // namespace
}  // namespace fivestar::test
