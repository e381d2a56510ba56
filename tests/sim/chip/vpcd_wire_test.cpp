// SPDX-License-Identifier: Apache-2.0
// Frames between a virtual reader and a chip: in pieces, of every size, broken off.
#include "sim/chip/vpcd_wire.hpp"

#include "sim/chip/vpcd_client.hpp"
#include "tests/sim/chip/served_chip.hpp"
#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/vector_file.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

/// The delayed acknowledgements that this machine has sent over TCP, for all its connections.
std::uint64_t delayed_acknowledgements() {
    std::ifstream counters{"/proc/net/netstat"};
    std::string names;
    std::string values;
    while (std::getline(counters, names) && std::getline(counters, values)) {
        std::istringstream name_words{names};
        std::istringstream value_words{values};
        for (std::string name, value; name_words >> name && value_words >> value;) {
            if (name == "DelayedACKs") return std::stoull(value);
        }
    }
    throw std::runtime_error{"/proc/net/netstat has no DelayedACKs"};
}

TEST_F(Wire, ReceivesFramesInPieces) {
    const ReaderEnd end = insert();
    const Bytes frame = test::hex("000C 00A4040C07A0000002471001");
    for (const std::uint8_t octet : frame) {
        end.send_raw({&octet, 1});
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    EXPECT_EQ(end.receive(), "9000");
}

TEST_F(Wire, AnswersWithoutWaitingForAcknowledgements) {
    const ReaderEnd end = insert();
    // Linux acknowledges the first segments of each connection at once.
    for (int exchange = 0; exchange < 30; ++exchange) {
        end.send(select_over_wire);
        ASSERT_EQ(end.receive(), "9000");
    }
    int undelayed = 0;
    for (int exchange = 0; exchange < 30; ++exchange) {
        const auto before = delayed_acknowledgements();
        end.send(select_over_wire);
        ASSERT_EQ(end.receive(), "9000");
        if (delayed_acknowledgements() == before) ++undelayed;
    }
    EXPECT_GT(undelayed, 0) << "other connections of this machine count too, so not every exchange is free of them";
}

TEST_F(Wire, CarriesTheLargestAnswer) {
    Card card = test::test_card();
    card.files.master_file.push_back({0x2F10, 0x10, ReadAccess::always, Bytes(100'000, 0xA5)});
    SystemRandom random;
    Chip chip{std::move(card), {}, random};
    VpcdClient client{chip, reader_.address()};
    const std::jthread thread{[&](const std::stop_token& stop) { EXPECT_TRUE(client.run(stop).has_value()); }};
    const ReaderEnd end = reader_.accept();
    end.send("01");
    end.send("00B09000000000");
    const std::string answer = end.receive();
    EXPECT_EQ(answer.size(), std::size_t{2} * 65'535);
    EXPECT_TRUE(answer.ends_with("A5A59000"));
}

TEST_F(Wire, DisconnectsInTheMiddleOfAFrame) {
    const ReaderEnd end = insert("half-frame@1");
    end.send("0084000008");
    const std::string rest = end.receive();
    EXPECT_EQ(rest.size(), std::string{"closed after "}.size() + 10) << rest;
}

TEST_F(Wire, SendsEmptyFrames) {
    const ReaderEnd end = insert("no-octets@1");
    end.send(select_over_wire);
    EXPECT_EQ(end.receive(), "");
}

}  // namespace
}  // namespace fivestar::sim
