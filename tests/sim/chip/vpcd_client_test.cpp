// SPDX-License-Identifier: Apache-2.0
// The client against a reader written here from the description of the protocol: control codes 0 (off), 1 (on), 2
// (reset), 4 (ATR), and commands, in frames with a length of two octets.
#include "sim/chip/vpcd_client.hpp"

#include "tests/sim/chip/served_chip.hpp"
#include "tests/sim/chip/test_chip.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST_F(Wire, CarriesTheAtrAndCommands) {
    const ReaderEnd end = insert();
    end.send("04");
    EXPECT_EQ(end.receive(), "3B8780018031C873D401C019");
    end.send(select_over_wire);
    EXPECT_EQ(end.receive(), "9000");
    end.send("00A4020C02011E");
    EXPECT_EQ(end.receive(), "6982");
}

TEST_F(Wire, ResetAndPowerOffEndTheSelection) {
    const ReaderEnd end = insert();
    for (const char* code : {"02", "01"}) {
        end.send(select_over_wire);
        EXPECT_EQ(end.receive(), "9000");
        end.send(code);
        end.send("00A4020C02011E");
        EXPECT_EQ(end.receive(), "6A82");
    }
    end.send("00");
    end.send("04");
    EXPECT_NE(end.receive(), "");  // presence is polled without power
}

TEST_F(Wire, IgnoresUnknownControlCodes) {
    const ReaderEnd end = insert();
    end.send("");
    end.send("03");
    end.send("FF");
    end.send("04");
    EXPECT_EQ(end.receive().substr(0, 4), "3B87");
}

TEST_F(Wire, ReconnectsToTheReader) {
    {
        const ReaderEnd end = insert();
    }
    for (int restart = 0; restart < 3; ++restart) {
        const ReaderEnd end = reader_.accept();
        end.send("01");
        end.send(select_over_wire);
        EXPECT_EQ(end.receive(), "9000");
    }
}

TEST_F(Wire, WaitsForAMissingReader) {
    std::optional<Reader> reader{std::in_place};
    const VpcdAddress address = reader->address();
    reader.reset();
    SystemRandom random;
    Chip chip{test::test_card(), {}, random};
    VpcdClient client{chip, address};
    std::jthread thread{[&](const std::stop_token& stop) { EXPECT_TRUE(client.run(stop).has_value()); }};
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    EXPECT_FALSE(client.connected());
    thread.request_stop();  // stops while it waits
}

TEST_F(Wire, RemovesAndInsertsTheCard) {
    const ReaderEnd end = insert();
    end.send(select_over_wire);
    EXPECT_EQ(end.receive(), "9000");
    chip_->client.remove();
    EXPECT_EQ(end.receive(), "closed");
    chip_->client.insert();
    EXPECT_TRUE(reader_.lonely_for(700));  // a shorter absence might not be detected
    const ReaderEnd again = reader_.accept();
    again.send("01");
    again.send("00A4020C02011E");
    EXPECT_EQ(again.receive(), "6A82");
}

TEST_F(Wire, DisconnectsAtTheFaultyCommand) {
    const ReaderEnd end = insert("removed@2");
    end.send(select_over_wire);
    EXPECT_EQ(end.receive(), "9000");
    end.send(select_over_wire);
    EXPECT_EQ(end.receive(), "closed");
    EXPECT_TRUE(reader_.lonely_for(1200));
    chip_->client.insert();
    const ReaderEnd again = reader_.accept();
    again.send("01");
    again.send(select_over_wire);
    EXPECT_EQ(again.receive(), "9000");
}

TEST_F(Wire, IsSilentUntilToldToSpeak) {
    const ReaderEnd end = insert("silent@2-");
    end.send(select_over_wire);
    EXPECT_EQ(end.receive(), "9000");
    end.send("00A4020C02011E");
    EXPECT_TRUE(end.quiet_for(300));
    chip_->client.speak();
    EXPECT_EQ(end.receive(), "6982");
}

TEST_F(Wire, EndsWhileSilent) {
    const ReaderEnd end = insert("silent");
    end.send(select_over_wire);
    EXPECT_TRUE(end.quiet_for(100));
    chip_.reset();
    EXPECT_EQ(end.receive(), "closed");
}

TEST(VpcdAddress, IsHostAndPort) {
    const auto address = VpcdAddress::parse("reader.example:35963");
    ASSERT_TRUE(address.has_value());
    EXPECT_EQ(address->host, "reader.example");
    EXPECT_EQ(address->port, 35963);
    EXPECT_EQ(VpcdAddress::parse("[::1]:1")->host, "::1");
    for (const char* wrong : {"", "127.0.0.1", ":35963", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "::1:35963",
                              "127.0.0.1:1x", "[]:1"}) {
        EXPECT_EQ(VpcdAddress::parse(wrong).error().code, ErrorCode::invalid_argument) << wrong;
    }
}

}  // namespace
}  // namespace fivestar::sim
