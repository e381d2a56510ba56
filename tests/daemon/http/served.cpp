// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/http/served.hpp"

#include "daemon/api/problem.hpp"

#include <cstdlib>
#include <future>
#include <stdexcept>
#include <unistd.h>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace fivestar::test {

namespace asio = boost::asio;

std::shared_ptr<const daemon::Policy> open_policy(unsigned requests_per_minute) {
    return std::make_shared<const daemon::Policy>(std::vector<daemon::ClientRule>{}, ::geteuid(), requests_per_minute);
}

Served::Served(daemon::RouteTable routes, daemon::ServerOptions options, std::shared_ptr<const daemon::Policy> policy)
    : socket_(directory_.path() / "http.sock"),
      routes_(std::move(routes)),
      policy_(std::move(policy)),
      work_(context_.get_executor()) {
    daemon::ServerCallbacks callbacks{
        .policy = [this] { return policy_; },
        .render_failure = daemon::render_failure,
        .on_problem =
            [this](const daemon::Request& request, const daemon::ResponseProblem& problem) {
                problems_.push_back({request.caller.client, problem.code, problem.field});
            },
        .audit = [this](const daemon::AuditEntry& entry) { audited_.push_back(entry); }};
    server_.emplace(context_, options, routes_, clock_, log_, std::move(callbacks));
    auto listening = daemon::ListeningSocket::bind(socket_);
    if (!listening || !server_->start(std::move(*listening))) throw std::runtime_error{"cannot listen"};
    thread_ = std::thread{[this] { context_.run(); }};
}

Served::~Served() {
    stop();
}

void Served::stop() {
    if (!thread_.joinable()) return;
    asio::co_spawn(context_, server_->stop(), [this](const std::exception_ptr&) { context_.stop(); });
    thread_.join();
}

void Served::run(const std::function<void()>& call) {
    std::promise<void> done;
    asio::post(context_, [&] {
        call();
        done.set_value();
    });
    done.get_future().get();
}

std::size_t Served::connections() {
    std::size_t count = 0;
    run([&] { count = server_->connections(); });
    return count;
}

bool Served::has_connections(std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (connections() != count) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

std::vector<Served::Told> Served::problems() {
    std::vector<Told> told;
    run([&] { told = problems_; });
    return told;
}

std::vector<daemon::AuditEntry> Served::audited() {
    std::vector<daemon::AuditEntry> entries;
    run([&] { entries = audited_; });
    return entries;
}

void Served::set_policy(std::shared_ptr<const daemon::Policy> policy) {
    run([&] { policy_ = std::move(policy); });
}

}  // namespace fivestar::test
