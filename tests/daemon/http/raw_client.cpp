// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/http/raw_client.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>

namespace fivestar::test {
namespace {

constexpr std::chrono::milliseconds usual_patience = std::chrono::seconds{60};
constexpr std::string_view end_of_head = "\r\n\r\n";
constexpr std::string_view length_name = "Content-Length: ";

std::size_t content_length(const std::string& head) {
    const auto at = head.find(length_name);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + length_name.size()));
}

}  // namespace

RawClient::RawClient(const std::filesystem::path& socket) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.native().copy(address.sun_path, sizeof address.sun_path - 1);
    if (::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error{"cannot connect"};
    }
}

bool RawClient::send(std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t sent = ::send(socket_.number(), octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent < 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::stop_sending() {
    ::shutdown(socket_.number(), SHUT_WR);
}

std::optional<RawClient::Answer> RawClient::answer(bool without_body) {
    auto head = until(end_of_head);
    if (!head) return std::nullopt;
    Answer answer;
    answer.head = std::move(*head);
    answer.status = static_cast<unsigned>(std::stoul(answer.head.substr(std::string_view{"HTTP/1.1 "}.size())));
    const std::size_t size = without_body ? 0 : content_length(answer.head);
    while (received_.size() < size) {
        if (!receive(usual_patience)) return std::nullopt;
    }
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
}

std::optional<RawClient::Answer> RawClient::ask(std::string_view octets) {
    if (!send(octets)) return std::nullopt;
    return answer();
}

std::optional<std::string> RawClient::until(std::string_view text) {
    auto at = received_.find(text);
    while (at == std::string::npos) {
        if (!receive(usual_patience)) return std::nullopt;
        at = received_.find(text);
    }
    std::string taken = received_.substr(0, at + text.size());
    received_.erase(0, at + text.size());
    return taken;
}

bool RawClient::is_closed(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        errno = 0;
        if (!receive(left)) return errno != EAGAIN;
    }
    return false;
}

/// Returns false at the end of the connection, or with EAGAIN after a time-out.
bool RawClient::receive(std::chrono::milliseconds patience) {
    pollfd ready{.fd = socket_.number(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(patience.count())) == 0) {
        errno = EAGAIN;
        return false;
    }
    std::array<char, 65536> buffer{};
    const ssize_t count = ::recv(socket_.number(), buffer.data(), buffer.size(), 0);
    if (count <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

}  // namespace fivestar::test
