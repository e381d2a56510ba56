// SPDX-License-Identifier: Apache-2.0
// A connection to the PC/SC service. Each thread has its own, because calls on one context wait for each other.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fivestar::daemon::pcsc {

/// The latest state of a reader.
struct ReaderStatus {
    std::string name;
    /// SCARD_STATE_* in the low half, the service's counter of insertions and removals in the high half. With 0,
    /// SCARD_STATE_UNAWARE, a wait returns the current state at once.
    std::uint32_t state = 0;
    Bytes atr = {};
    bool changed = false;  ///< by the last wait

    [[nodiscard]] bool gone() const;     ///< the reader was removed
    [[nodiscard]] bool present() const;  ///< there is a card, mute or not
    [[nodiscard]] bool mute() const;     ///< there is a card that does not answer to reset
    [[nodiscard]] std::uint32_t events() const { return state >> 16; }
};

/// A name to wait on for new readers. It counts as one of the 16 names that the service takes in a wait.
inline constexpr const char* any_reader_change = R"(\\?PnP?\Notification)";

class Context {
  public:
    using Handle = long;

    /// Errors: `service_lost` if there is no service, `service_denied` if its policy refuses us.
    [[nodiscard]] static Result<Context> establish();

    Context(Context&& other) noexcept : handle_(std::exchange(other.handle_, std::nullopt)) {}
    Context& operator=(Context&&) = delete;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context();

    /// Returns the names of the present readers.
    [[nodiscard]] Result<std::vector<std::string>> readers() const;

    /// Blocks until the state of one of `readers` differs from its `state`, and updates them; without `timeout` it
    /// blocks without limit. Errors: `deadline_exceeded`, `cancelled`, `reader_lost` (a name is not known),
    /// `invalid_argument` (too many names), `service_lost`.
    [[nodiscard]] Result<void> wait(std::vector<ReaderStatus>& readers,
                                    std::optional<std::chrono::milliseconds> timeout) const;

    /// Ends a wait on the context with this handle, from another thread. It has no effect, and reports no error, if
    /// that wait has not begun yet: call again until the waiting thread has woken.
    static void cancel(Handle handle);

    /// Returns 0, which no context has, if moved from.
    [[nodiscard]] Handle handle() const { return handle_.value_or(0); }

  private:
    explicit Context(Handle handle) : handle_(handle) {}

    std::optional<Handle> handle_;
};

}  // namespace fivestar::daemon::pcsc
