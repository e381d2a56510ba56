// SPDX-License-Identifier: Apache-2.0
#include "tests/client/fake_server.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;

constexpr int poll_milliseconds = 10;
constexpr auto patience = 60s;

std::size_t content_length(std::string_view head) {
    constexpr std::string_view name = "Content-Length: ";
    const std::size_t at = head.find(name);
    std::size_t length = 0;
    if (at != std::string_view::npos) {
        const std::string_view digits = head.substr(at + name.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), length);
    }
    return length;
}

}  // namespace

bool FakeServer::Peer::wait(short events) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!server_.stopping_ && std::chrono::steady_clock::now() < deadline) {
        pollfd waited{.fd = socket_, .events = events, .revents = 0};
        if (::poll(&waited, 1, poll_milliseconds) > 0) return true;
    }
    return false;
}

std::string FakeServer::Peer::read_request() {
    std::string request;
    std::size_t wanted = std::string::npos;
    while (request.size() < wanted) {
        char octet = 0;
        if (!wait(POLLIN) || ::recv(socket_, &octet, 1, 0) <= 0) return {};
        request.push_back(octet);
        if (wanted == std::string::npos && request.ends_with("\r\n\r\n"))
            wanted = request.size() + content_length(request);
    }
    {
        const std::lock_guard lock{server_.mutex_};
        server_.requests_.push_back(request);
    }
    server_.changed_.notify_all();
    return request;
}

bool FakeServer::Peer::write(std::string_view octets) {
    while (!octets.empty()) {
        if (!wait(POLLOUT)) return false;
        const ssize_t written = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (written < 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool FakeServer::Peer::wait_for_close() {
    std::array<char, 4096> ignored{};
    while (wait(POLLIN)) {
        if (::recv(socket_, ignored.data(), ignored.size(), 0) <= 0) return true;
    }
    return false;
}

FakeServer::FakeServer(std::vector<Script> scripts) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path_.size() >= sizeof address.sun_path) throw std::runtime_error{"the temporary directory's path is too long"};
    std::ranges::copy(path_, address.sun_path);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0 || ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, SOMAXCONN) != 0) {
        throw std::runtime_error{"cannot listen"};
    }
    thread_ = std::thread{[this, scripts = std::move(scripts)] { serve(scripts); }};
}

FakeServer::~FakeServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
}

std::vector<std::string> FakeServer::requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
}

bool FakeServer::await_requests(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return requests_.size() >= count; });
}

bool FakeServer::await_closed(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return closed_ >= count; });
}

void FakeServer::serve(const std::vector<Script>& scripts) {
    for (const Script& script : scripts) {
        pollfd waited{.fd = listener_, .events = POLLIN, .revents = 0};
        while (!stopping_ && ::poll(&waited, 1, poll_milliseconds) <= 0) {
        }
        if (stopping_) return;
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        Peer peer{socket, *this};
        script(peer);
        ::close(socket);
        {
            const std::lock_guard lock{mutex_};
            ++closed_;
        }
        changed_.notify_all();
    }
}

std::string http_answer(int status, std::string_view type, std::string_view body) {
    std::string answer = "HTTP/1.1 " + std::to_string(status) + " Because\r\nContent-Type: ";
    answer.append(type)
        .append("\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
    return answer;
}

std::string event_stream_head() {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n";
}

FakeServer::Script answer_with(std::string octets) {
    const std::size_t end_of_line = octets.find("\r\n");
    if (octets.starts_with("HTTP/1.1 ") && end_of_line != std::string::npos)
        octets.insert(end_of_line + 2, "Connection: close\r\n");
    return [octets = std::move(octets)](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(octets);
    };
}

}  // namespace fivestar::test
