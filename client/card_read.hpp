// SPDX-License-Identifier: Apache-2.0
// One read of a card: its options as the body of POST /v1/read, and its event stream as the answer.
#pragma once

#include "client/fivestar.h"
#include "client/session.hpp"
#include "client/zeroized_buffer.hpp"

#include <expected>
#include <functional>
#include <optional>

namespace fivestar::client {

/// Returns false to cancel the read. The progress is borrowed for the length of the call.
using OnProgress = std::function<bool(const fivestar_progress&)>;

/// The body of POST /v1/read; nothing if the options name two keys.
[[nodiscard]] std::optional<ZeroizedBuffer> read_body(const fivestar_read_options& options);

/// Reads a card. The answer is the one that POST /v1/read gives without an event stream.
[[nodiscard]] std::expected<Answer, fivestar_error> read_card(Session& session, const fivestar_read_options& options,
                                                              const OnProgress& on_progress);

}  // namespace fivestar::client
