// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/reader_pool.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fivestar::browser {
namespace {

using Outcome = std::expected<Citizen, ReadProblem>;

/// Runs in a thread of the pool.
boost::asio::awaitable<Outcome> read_in_thread(std::shared_ptr<CitizenReader> reader, OriginRule rule,
                                               std::vector<std::string> fields, bool waits_for_next) {
    try {
        co_return reader->read(rule, fields, waits_for_next);
    } catch (const std::exception&) {
        co_return std::unexpected{ReadProblem{"host_failed", "读卡失败"}};
    }
}

}  // namespace

void ReaderPool::stop() {
    for (const auto& reader : running_) reader->cancel();
    threads_.join();
}

boost::asio::awaitable<Outcome> ReaderPool::read(std::shared_ptr<CitizenReader> reader, OriginRule rule,
                                                 std::vector<std::string> fields, bool waits_for_next) {
    if (running_.size() >= most_reads) co_return std::unexpected{ReadProblem{"busy", "上一个请求尚未结束"}};
    running_.insert(reader);
    Outcome outcome = co_await boost::asio::co_spawn(
        threads_.get_executor(), read_in_thread(reader, std::move(rule), std::move(fields), waits_for_next),
        boost::asio::use_awaitable);
    running_.erase(reader);
    co_return outcome;
}

}  // namespace fivestar::browser
