// SPDX-License-Identifier: Apache-2.0
// Asks a reader for its attributes, for as long as it takes.
#pragma once

#include "apdu/card_connection.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace fivestar::daemon::pcsc {

struct ProbedReader {
    std::optional<std::uint32_t> channel = {};  ///< SCARD_ATTR_CHANNEL_ID
    apdu::ReaderDescription description = {};
};

/// Connecting blocks while another program is in a transaction with the reader's card, and fails while one holds it
/// exclusively. So each probe has its own detached thread, which tries again until the reader answers.
class ReaderProbe {
  public:
    /// The interval between two attempts doubles each time, up to `longest_retry`.
    struct Times {
        std::chrono::milliseconds first_retry;
        std::chrono::milliseconds longest_retry;
    };

    /// Calls `answered` once, on the probe's thread, when `reader` has answered. An error that lasts until
    /// `longest_retry` counts as an answer with nothing, for example a refusal by the service's policy, except that
    /// another program holds the reader.
    ReaderProbe(const std::string& reader, Times times, std::function<void(ProbedReader)> answered);
    ReaderProbe(ReaderProbe&&) noexcept = default;
    ReaderProbe& operator=(ReaderProbe&&) noexcept = default;
    ReaderProbe(const ReaderProbe&) = delete;
    ReaderProbe& operator=(const ReaderProbe&) = delete;
    /// Ends the attempts. The thread may still be in one, and may call `answered` at its end.
    ~ReaderProbe();

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace fivestar::daemon::pcsc
