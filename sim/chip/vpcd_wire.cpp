// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/vpcd_wire.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>

namespace fivestar::sim {
namespace {

constexpr int frame_timeout_milliseconds = 10'000;

using AddressList = std::unique_ptr<addrinfo, decltype([](addrinfo* list) { ::freeaddrinfo(list); })>;

AddressList resolve(const char* host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (::getaddrinfo(host, std::to_string(port).c_str(), &hints, &list) != 0) return nullptr;
    return AddressList{list};
}

bool readable_within(int socket, int milliseconds) {
    pollfd waiting{socket, POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&waiting, 1, milliseconds);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

}  // namespace

Result<VpcdConnection> VpcdConnection::open(const char* host, std::uint16_t port) {
    const AddressList addresses = resolve(host, port);
    if (!addresses) return fail(ErrorCode::invalid_argument);
    for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
        Descriptor socket{::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC, each->ai_protocol)};
        if (socket && ::connect(socket.number(), each->ai_addr, each->ai_addrlen) == 0) {
            const int on = 1;
            ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            return VpcdConnection{std::move(socket)};
        }
    }
    return fail(ErrorCode::io_failure);
}

bool VpcdConnection::wait_readable(const WakeUp& wake_up) const {
    std::array<pollfd, 2> waiting{{{socket_.number(), POLLIN, 0}, {wake_up.number(), POLLIN, 0}}};
    return ::poll(waiting.data(), waiting.size(), -1) > 0 && waiting[1].revents == 0;
}

Result<void> VpcdConnection::receive_exactly(MutableByteView to) {
    while (!to.empty()) {
        // vpcd sends length and content separately. Without a quick acknowledgement of the first, Nagle's algorithm
        // delays the second by about 40 ms. The option lasts for one acknowledgement, so it is set each time.
        const int on = 1;
        ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
        if (!readable_within(socket_.number(), frame_timeout_milliseconds)) return fail(ErrorCode::io_failure);
        const ssize_t got = ::recv(socket_.number(), to.data(), to.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return fail(ErrorCode::io_failure);
        to = to.subspan(static_cast<std::size_t>(got));
    }
    return {};
}

Result<PersonalBytes> VpcdConnection::receive() {
    std::array<std::uint8_t, 2> length{};
    if (const auto got = receive_exactly(length); !got) return std::unexpected{got.error()};
    PersonalBytes content(static_cast<std::size_t>(length[0] << 8 | length[1]));
    if (const auto got = receive_exactly(content); !got) return std::unexpected{got.error()};
    return content;
}

/// Length and content in one buffer, so that they are sent in one segment.
Result<void> VpcdConnection::send(ByteView octets, std::size_t present) {
    if (octets.size() > max_frame) return fail(ErrorCode::limit_exceeded);
    PersonalBytes frame;
    frame.reserve(2 + present);
    frame.push_back(static_cast<std::uint8_t>(octets.size() >> 8));
    frame.push_back(static_cast<std::uint8_t>(octets.size()));
    frame.append(octets.first(present));
    for (ByteView rest = frame; !rest.empty();) {
        const ssize_t sent = ::send(socket_.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return fail(ErrorCode::io_failure);
        rest = rest.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<void> VpcdConnection::send(ByteView octets) {
    return send(octets, octets.size());
}

Result<void> VpcdConnection::send_half(ByteView octets) {
    return send(octets, octets.size() / 2);
}

}  // namespace fivestar::sim
