// SPDX-License-Identifier: Apache-2.0
// Answers POST /v1/read: with the result of the read, or with an event stream.
#pragma once

#include "daemon/api/answer.hpp"
#include "daemon/reads/read_session.hpp"

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// Returns the current day in the configured time zone. Any thread.
using Today = std::function<std::chrono::year_month_day()>;

/// Renders the early record of a read of these fields, for `ReadService::begin`.
[[nodiscard]] EarlyRecord early_record_of(FieldSet fields, Today today);

/// Waits for the result of the read. `request` must live until then.
[[nodiscard]] boost::asio::awaitable<Answer> answer_read(std::shared_ptr<ReadSession> session, Request& request,
                                                         Today today);

/// Sends `waiting` and `progress` events, `record`, then `result` or `problem`; a comment after each `heartbeat` of
/// silence. `request` and `stream` must live until then.
[[nodiscard]] boost::asio::awaitable<void> stream_read(std::shared_ptr<ReadSession> session, Request& request,
                                                       EventStream& stream, Today today,
                                                       std::chrono::milliseconds heartbeat);

}  // namespace fivestar::daemon
