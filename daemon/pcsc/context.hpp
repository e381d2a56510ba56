// SPDX-License-Identifier: Apache-2.0
// A connection to the PC/SC service. One for each thread: calls on a context wait for each other.
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

/// A reader as the service last described it.
struct ReaderStatus {
    std::string name;
    /// SCARD_STATE_* in the low half, the service's counter of insertions and removals in the high half. Zero,
    /// SCARD_STATE_UNAWARE, makes a wait return at once with the state of now.
    std::uint32_t state = 0;
    Bytes atr = {};
    bool changed = false;  ///< by the last wait

    [[nodiscard]] bool gone() const;     ///< the service knows no such reader any more
    [[nodiscard]] bool present() const;  ///< a card, mute or not
    [[nodiscard]] bool mute() const;     ///< a card that does not answer to reset
    [[nodiscard]] std::uint32_t events() const { return state >> 16; }
};

/// The name to wait on for readers that come. It may stand in a wait for as long as there is room for it: the service
/// takes 16 names.
inline constexpr const char* any_reader_change = R"(\\?PnP?\Notification)";

class Context {
  public:
    using Handle = long;

    /// Errors: `service_lost` if there is no service, `service_denied` if its policy refuses us.
    [[nodiscard]] static Result<Context> establish();

    Context(Context&& other) noexcept : handle_(std::exchange(other.handle_, std::nullopt)) {}
    Context& operator=(Context&& other) noexcept;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { release(); }

    /// The names of the readers there are, perhaps none.
    [[nodiscard]] Result<std::vector<std::string>> readers() const;

    /// Blocks until one of `readers` is no longer as its `state` says, and updates them; without `timeout` for as long
    /// as that takes. Errors: `deadline_exceeded`, `cancelled`, `reader_lost` (one of the names is not known),
    /// `invalid_argument` (too many names), `service_lost`.
    [[nodiscard]] Result<void> wait(std::vector<ReaderStatus>& readers,
                                    std::optional<std::chrono::milliseconds> timeout) const;

    /// Ends a wait on the context with this handle, from another thread. Lost if that wait has not begun yet, and the
    /// service does not say so: ask again until the waiting thread shows that it has woken.
    static void cancel(Handle handle);

    /// 0, which the service takes for no context's, once moved from.
    [[nodiscard]] Handle handle() const { return handle_.value_or(0); }

  private:
    explicit Context(Handle handle) : handle_(handle) {}
    void release() noexcept;

    std::optional<Handle> handle_;
};

}  // namespace fivestar::daemon::pcsc
