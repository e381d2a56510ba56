// SPDX-License-Identifier: Apache-2.0
// The client against a reader written here from the description of the protocol: control codes 0 (off), 1 (on), 2
// (reset), 4 (ATR), and commands, in frames with a length of two octets.
#include "sim/chip/vpcd_client.hpp"

#include "crypto/base/text.hpp"
#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/vector_file.hpp"

#include <arpa/inet.h>
#include <array>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

constexpr int patience_milliseconds = 60'000;

bool readable(int descriptor, int milliseconds) {
    pollfd waiting{descriptor, POLLIN, 0};
    return ::poll(&waiting, 1, milliseconds) > 0;
}

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

/// The reader's end of a connection.
class ReaderEnd {
  public:
    explicit ReaderEnd(Descriptor socket) : socket_(std::move(socket)) {}

    void send_raw(ByteView octets) const {
        ASSERT_EQ(::send(socket_.number(), octets.data(), octets.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(octets.size()));
    }
    /// Sends length and content in two segments, like vpcd.
    void send(std::string_view content) const {
        const Bytes octets = test::hex(content);
        send_raw(std::array{static_cast<std::uint8_t>(octets.size() >> 8), static_cast<std::uint8_t>(octets.size())});
        send_raw(octets);
    }
    /// Receives one frame in hexadecimal. Returns "closed", after a partial frame if any, when the card closes the
    /// connection.
    [[nodiscard]] std::string receive() const {
        const Bytes length = receive_up_to(2);
        if (length.size() < 2) return "closed";
        const auto size = static_cast<std::size_t>(length[0] << 8 | length[1]);
        const Bytes content = receive_up_to(size);
        return content.size() == size ? to_hex(content) : "closed after " + to_hex(content);
    }
    [[nodiscard]] bool quiet_for(int milliseconds) const { return !readable(socket_.number(), milliseconds); }

  private:
    [[nodiscard]] Bytes receive_up_to(std::size_t size) const {
        Bytes octets(size);
        std::size_t got = 0;
        while (got < size) {
            if (!readable(socket_.number(), patience_milliseconds)) break;
            const ssize_t more = ::recv(socket_.number(), octets.data() + got, size - got, 0);
            if (more <= 0) break;
            got += static_cast<std::size_t>(more);
        }
        octets.resize(got);
        return octets;
    }
    Descriptor socket_;
};

/// A listening reader.
class Reader {
  public:
    Reader() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listening_.number(), reinterpret_cast<const sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listening_.number(), 4), 0);
        EXPECT_EQ(::getsockname(listening_.number(), reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
    }
    [[nodiscard]] VpcdAddress address() const { return {.host = "127.0.0.1", .port = port_}; }
    [[nodiscard]] ReaderEnd accept() const {
        EXPECT_TRUE(readable(listening_.number(), patience_milliseconds));
        return ReaderEnd{Descriptor{::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC)}};
    }
    [[nodiscard]] bool lonely_for(int milliseconds) const { return !readable(listening_.number(), milliseconds); }

  private:
    Descriptor listening_;
    std::uint16_t port_ = 0;
};

/// Serves a chip with this quirk on a thread.
class ServedChip {
  public:
    ServedChip(const Reader& reader, std::string_view quirk)
        : chip_(test::test_card(), parse_quirk(quirk).value(), random_),
          client(chip_, reader.address()),
          thread_([this](const std::stop_token& stop) { EXPECT_TRUE(client.run(stop).has_value()); }) {}

  private:
    SystemRandom random_;
    Chip chip_;

  public:
    VpcdClient client;

  private:
    std::jthread thread_;
};

class Wire : public testing::Test {
  protected:
    ReaderEnd insert(std::string_view quirk = "none") {
        chip_.emplace(reader_, quirk);
        ReaderEnd end = reader_.accept();
        end.send("01");
        return end;
    }
    Reader reader_;
    std::optional<ServedChip> chip_;
};

constexpr const char* select_over_wire = "00A4040C07A0000002471001";

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
