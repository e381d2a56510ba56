// SPDX-License-Identifier: Apache-2.0
// Messages between browser and host: a length of 32 bits in the machine's byte order, then JSON in UTF-8.
// https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <string_view>

namespace fivestar::browser {

/// Of messages to the host. Browsers would permit 64 MiB and more.
inline constexpr std::size_t max_incoming_size = std::size_t{64} * 1024;
/// Of messages to the browser, which ends a host that sends a longer one.
inline constexpr std::size_t max_outgoing_size = std::size_t{1024} * 1024;

/// Reads one message from a descriptor. Waits until the browser sends one. Empty: the browser closed its end between
/// two messages. `limit_exceeded` for a longer message, `malformed` for an end within one, `io_failure` for a failed
/// read.
[[nodiscard]] Result<std::optional<SecretText>> read_message(int descriptor);

/// Writes messages to a descriptor; any thread may call it.
class MessageWriter {
  public:
    explicit MessageWriter(int descriptor) : descriptor_(descriptor) {}

    /// `limit_exceeded`, with nothing written, for a text longer than browsers accept; `io_failure` if the browser has
    /// closed its end.
    [[nodiscard]] Result<void> write(std::string_view json);

  private:
    int descriptor_;
    std::mutex mutex_;
};

}  // namespace fivestar::browser
