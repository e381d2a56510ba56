// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/http_load.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

namespace fivestar::bench {
namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

constexpr int longest_wait = 5000;  // milliseconds

/// Where the body begins and the answer ends, once the head is there.
struct Extent {
    std::size_t body;
    std::size_t end;
};

std::optional<Extent> extent_of(std::string_view answer) {
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string_view::npos) return std::nullopt;
    constexpr std::string_view name = "\r\nContent-Length: ";
    const std::size_t field = answer.find(name);
    if (!answer.starts_with("HTTP/1.1 200") || field == std::string_view::npos) {
        throw std::runtime_error{"not the answer that was asked for: " + std::string{answer.substr(0, head)}};
    }
    const std::size_t digits = field + name.size();
    std::size_t length = 0;
    std::from_chars(answer.data() + digits, answer.data() + answer.size(), length);
    return Extent{head + 4, head + 4 + length};
}

class Connection {
  public:
    Connection(asio::io_context& context, const std::filesystem::path& path, std::string request)
        : socket_(context), request_(std::move(request)) {
        socket_.connect(asio::local::stream_protocol::endpoint{path.native()});
    }

    void ask() {
        answer_.clear();
        asked_ = Steady::now();
        asio::write(socket_, asio::buffer(request_));
    }

    /// Takes what has come; true when that is the whole answer.
    bool take() {
        std::array<char, 8192> chunk{};
        answer_.append(chunk.data(), socket_.read_some(asio::buffer(chunk)));
        extent_ = extent_of(answer_);
        return extent_ && answer_.size() >= extent_->end;
    }

    [[nodiscard]] double latency() const {
        return std::chrono::duration<double, std::milli>(Steady::now() - asked_).count();
    }
    [[nodiscard]] std::string body() const { return answer_.substr(extent_->body); }
    [[nodiscard]] int descriptor() { return socket_.native_handle(); }

  private:
    asio::local::stream_protocol::socket socket_;
    std::string request_;
    std::string answer_;
    std::optional<Extent> extent_;
    Steady::time_point asked_;
};

std::string request_for(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

}  // namespace

Load put_load(const std::filesystem::path& socket, const std::string& target, unsigned connections,
              std::chrono::milliseconds time) {
    asio::io_context context;
    std::vector<Connection> open;
    std::vector<pollfd> waiting;
    for (unsigned number = 0; number < connections; ++number) {
        Connection& connection = open.emplace_back(context, socket, request_for(target));
        waiting.push_back({connection.descriptor(), POLLIN, 0});
        connection.ask();
    }
    Load load;
    const auto since = Steady::now();
    while (Steady::now() < since + time) {
        if (::poll(waiting.data(), waiting.size(), longest_wait) <= 0) throw std::runtime_error{"no answer"};
        for (std::size_t number = 0; number < open.size(); ++number) {
            if (waiting[number].revents == 0 || !open[number].take()) continue;
            load.latencies.push_back(open[number].latency());
            open[number].ask();
        }
    }
    const std::chrono::duration<double> elapsed = Steady::now() - since;
    load.requests_per_second = static_cast<double>(load.latencies.size()) / elapsed.count();
    return load;
}

std::string get_body(const std::filesystem::path& socket, const std::string& target) {
    asio::io_context context;
    Connection connection{context, socket, request_for(target)};
    connection.ask();
    while (!connection.take()) continue;
    return connection.body();
}

}  // namespace fivestar::bench
