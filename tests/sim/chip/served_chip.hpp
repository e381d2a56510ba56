// SPDX-License-Identifier: Apache-2.0
// A virtual reader, and a chip that is served to it.
#pragma once

#include "crypto/base/text.hpp"
#include "sim/chip/vpcd_client.hpp"
#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/vector_file.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>

#include <gtest/gtest.h>

namespace fivestar::sim {

inline constexpr int patience_milliseconds = 60'000;

inline bool readable(int descriptor, int milliseconds) {
    pollfd waiting{descriptor, POLLIN, 0};
    return ::poll(&waiting, 1, milliseconds) > 0;
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

inline constexpr const char* select_over_wire = "00A4040C07A0000002471001";

}  // namespace fivestar::sim
