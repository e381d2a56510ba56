// SPDX-License-Identifier: Apache-2.0
// Runs reads, which wait for the daemon, in threads of their own.
#pragma once

#include "browser/localhost/citizen_reader.hpp"

#include <expected>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

namespace fivestar::browser {

/// All functions are called in the thread of the server.
class ReaderPool {
  public:
    /// Reads that are under way at the same time; further ones are refused as `busy`.
    static constexpr std::size_t most_reads = 4;

    ReaderPool() : threads_(most_reads) {}
    ReaderPool(const ReaderPool&) = delete;
    ReaderPool& operator=(const ReaderPool&) = delete;
    ~ReaderPool() { stop(); }

    /// Cancels all reads and waits for their threads.
    void stop();

    [[nodiscard]] boost::asio::awaitable<std::expected<Citizen, ReadProblem>> read(
        std::shared_ptr<CitizenReader> reader, OriginRule rule, std::vector<std::string> fields, bool waits_for_next);

  private:
    boost::asio::thread_pool threads_;
    std::set<std::shared_ptr<CitizenReader>> running_ = {};
};

}  // namespace fivestar::browser
