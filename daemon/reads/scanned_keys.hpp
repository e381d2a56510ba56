// SPDX-License-Identifier: Apache-2.0
// Keeps access keys that scanners read, at most one for each reader, until a read uses them. A key ends with its
// lifetime, which counts the time that the machine is suspended, with the removal of its card, or with its reader.
// Its card is the one that was there when the key came, or the first that is inserted afterwards.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/readers/reader_view.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace fivestar::daemon {

/// Used on the I/O thread only. A timer runs only while a key is kept. The executor must have stopped when this object
/// is destroyed.
class ScannedKeys {
  public:
    /// `clock` must outlive this object.
    ScannedKeys(const boost::asio::any_io_executor& executor, const Clock& clock);

    /// Keeps a key for the next read at a reader, in the place of an earlier one. Returns how long it is kept.
    std::chrono::seconds keep(const ReaderView& reader, SecretText mrz_information);

    /// Takes the reader's key out; nothing if there is none.
    [[nodiscard]] std::optional<SecretText> take(std::string_view reader);

    /// Drops the reader's key, if there is one.
    void drop(std::string_view reader);
    void drop_all();

    /// Binds a key to its card, or drops it because its card or reader has gone.
    void reader_event(const ReaderEvent& event);

    /// Sets the lifetime of the keys that follow.
    void set_lifetime(std::chrono::seconds lifetime) { lifetime_ = lifetime; }

    /// Drops the keys that are due. Called by the timer, and when the machine was suspended.
    void end_due();

    [[nodiscard]] std::size_t size() const { return keys_.size(); }

  private:
    struct Kept {
        std::string reader;
        std::string card;  ///< empty until a card comes
        SecretText mrz_information;
        BootTime until;
    };

    void drop_if(const std::function<bool(const Kept&)>& ends);
    void set_timer();

    std::vector<Kept> keys_ = {};
    std::chrono::seconds lifetime_{30};
    const Clock& clock_;
    boost::asio::steady_timer timer_;
};

}  // namespace fivestar::daemon
