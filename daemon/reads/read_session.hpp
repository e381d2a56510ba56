// SPDX-License-Identifier: Apache-2.0
// One read, from the client's task to its result: finds the card, has it read, and returns updates meanwhile.
#pragma once

#include "crypto/base/utf8.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "daemon/reads/read_failure.hpp"
#include "daemon/reads/read_listener.hpp"
#include "daemon/reads/read_run.hpp"
#include "daemon/reads/read_store.hpp"
#include "daemon/reads/read_task.hpp"
#include "daemon/reads/reader_event_bridge.hpp"
#include "daemon/reads/scanned_keys.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// The objects that reads work with. The references outlive every session.
struct ReadDependencies {
    ReaderRegistry& registry;
    const Clock& clock;
    ReadListener& listener;
    CardReader read_card;
    EvidenceSealer seal_evidence;
    std::function<std::chrono::milliseconds()> deadline;  ///< `deadline_seconds` of the current configuration
};

/// Renders the record before the portrait has been read. Called on a reader's thread.
using EarlyRecord = std::function<Utf8Text(const ReadLabel& label, const ReadOutcome& so_far)>;

enum class WaitedFor : std::uint8_t {
    card,
    scanned_key,  ///< the card is there
    reader,       ///< it reads the card for another client
};

/// The read cannot go on before something comes.
struct ReadWait {
    WaitedFor what;
    std::string reader;         ///< id; empty: any reader that is granted
    std::chrono::seconds left;  ///< rounded up; the read ends with a failure afterwards

    /// True if both wait for the same, however long.
    [[nodiscard]] bool is_same_as(const ReadWait& other) const { return what == other.what && reader == other.reader; }
};

/// Nothing has happened for as long as the caller of `next` was ready to wait.
struct ReadSilence {};

using ReadResult = std::expected<std::shared_ptr<const FinishedRead>, ReadFailure>;
/// A wait, progress, the early record, or the end of the read.
using ReadUpdate = std::variant<ReadWait, ReadSilence, ReadProgress, Utf8Text, ReadResult>;

/// Used on the I/O thread only. Shared, because the listener is told the end of a read even if its client has left.
class ReadSession : public std::enable_shared_from_this<ReadSession> {
  public:
    /// `running` keeps the sessions whose card is being read. Without `early_record` the only update is the result.
    ReadSession(const ReadDependencies& dependencies, ReaderEventBridge& events, ReadStore& store, ScannedKeys& keys,
                std::set<std::shared_ptr<ReadSession>>& running, const boost::asio::any_io_executor& executor,
                ReadTask task, EarlyRecord early_record);

    /// Returns the next update; the first call begins the read. `ReadResult` is the last update. Once a stop is
    /// requested of `ended`, the read is abandoned. Returns `ReadSilence` if there is no update until `silent_until`.
    [[nodiscard]] boost::asio::awaitable<ReadUpdate> next(std::stop_token ended,
                                                          SteadyTime silent_until = SteadyTime::max());

    /// Cancels the read and returns the failure `abandoned`.
    ReadFailure abandon();

    /// True while the read waits for its reader.
    [[nodiscard]] bool is_queued() const { return run_ != nullptr && !announced_; }

    /// The label of the read, as far as it is known. `reader` is set as soon as the reader is known to exist.
    [[nodiscard]] const ReadLabel& label() const { return label_; }

  private:
    /// Returns the reader to read at, the failure that ends the search, or what the search waits for.
    [[nodiscard]] std::variant<ReaderView, ReadFailure, ReadWait> find_card();
    /// Returns true if the client is told of this wait: it is another one than before, and the client wants updates.
    [[nodiscard]] bool is_news(const ReadWait& wait);
    [[nodiscard]] std::chrono::milliseconds wait_left() const;
    /// Returns true if the read has the key that it was promised, or needs none: the card opens without one.
    [[nodiscard]] bool has_key(const ReaderView& reader);
    void start(const ReaderView& reader);
    [[nodiscard]] std::optional<ReadUpdate> take_update();
    [[nodiscard]] ReadResult finish(Result<ReadOutcome> result);

    /// Takes the updates of the reader's thread, informs the listener, and wakes `next`.
    void absorb();

    const ReadDependencies& dependencies_;
    ReaderEventBridge& events_;
    ReadStore& store_;
    ScannedKeys& keys_;
    std::set<std::shared_ptr<ReadSession>>& running_;
    boost::asio::any_io_executor executor_;
    ReadTask task_;
    EarlyRecord early_record_;
    ReadLabel label_;
    SteadyTime wait_until_;
    Wakeup wakeup_;
    std::vector<AccessKey> accepts_ = {AccessKey::mrz};
    CardIds before_ = {};  ///< the cards that were there when the read began
    std::optional<ReadWait> waiting_ = {};
    std::optional<ReaderEventBridge::Watch> watch_ = {};  ///< until the card is found
    bool begun_ = false;
    bool found_ = false;
    std::shared_ptr<ReadRun> run_ = nullptr;
    Ticket ticket_ = {};
    ReadUpdates updates_ = {};
    bool announced_ = false;
};

/// Returns the first check that is required and did not pass.
[[nodiscard]] std::optional<identity::CheckName> unmet_requirement(std::span<const identity::CheckName> required,
                                                                   const identity::Verification& verification);

}  // namespace fivestar::daemon
