// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bare_server.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace fivestar::bench {
namespace {

bool listens(const std::filesystem::path& socket) {
    using Protocol = boost::asio::local::stream_protocol;
    boost::asio::io_context context;
    boost::system::error_code error;
    Protocol::socket{context}.connect(Protocol::endpoint{socket.native()}, error);
    return !error;
}

}  // namespace

BareServer::BareServer(const std::filesystem::path& socket, std::string body) {
    std::string program = FIVESTAR_BARE_SERVER;
    std::string path = socket.native();
    const std::array<char*, 4> arguments{program.data(), path.data(), body.data(), nullptr};
    if (::posix_spawn(&process_, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) {
        throw std::runtime_error{"the bare server does not start"};
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!listens(socket)) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error{"the bare server does not listen"};
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
}

BareServer::~BareServer() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

}  // namespace fivestar::bench
