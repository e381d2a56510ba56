// SPDX-License-Identifier: Apache-2.0
// Reads of all clients: begins them, and holds those that are finished.
#pragma once

#include "crypto/base/random.hpp"
#include "daemon/reads/read_session.hpp"
#include "daemon/reads/scanned_keys.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <set>

#include <boost/asio/any_io_executor.hpp>

namespace fivestar::daemon {

/// Used on the I/O thread only.
class ReadService {
  public:
    /// `random` must outlive the service. The executor must have stopped when the service is destroyed.
    ReadService(const boost::asio::any_io_executor& executor, ReadDependencies dependencies, HoldRules rules,
                Random& random);
    ReadService(const ReadService&) = delete;
    ReadService& operator=(const ReadService&) = delete;
    ~ReadService() = default;

    /// Makes the session of a new read, which its first `next` begins.
    [[nodiscard]] std::shared_ptr<ReadSession> begin(ReadTask task, EarlyRecord early_record = {});

    /// Keeps a key of a scanner for the next read at `reader`; a read may wait for it. Returns how long it is kept.
    std::chrono::seconds keep_key(const ReaderView& reader, SecretText mrz_information);
    [[nodiscard]] ScannedKeys& keys() { return keys_; }

    /// Returns how many reads wait for their reader.
    [[nodiscard]] std::size_t queued() const;

    [[nodiscard]] ReadStore& store() { return store_; }
    [[nodiscard]] const ReadStore& store() const { return store_; }

  private:
    const boost::asio::any_io_executor executor_;
    const ReadDependencies dependencies_;
    ReadStore store_;
    ScannedKeys keys_;
    ReaderEventBridge events_;
    std::set<std::shared_ptr<ReadSession>> running_ = {};
};

}  // namespace fivestar::daemon
