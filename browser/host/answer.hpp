// SPDX-License-Identifier: Apache-2.0
// The messages of the host to the extension: {"id": 1, "type": "record", "data": {...}}.
#pragma once

#include "browser/host/frame.hpp"
#include "crypto/base/enum_names.hpp"
#include "crypto/base/zeroized.hpp"

#include <atomic>
#include <cstdint>
#include <string_view>

namespace fivestar::browser {

/// The refusals that the host adds to those of the daemon.
enum class Refusal : std::uint8_t {
    bad_message,         ///< the message is no request
    busy,                ///< a request of the same page is still running
    caller_refused,      ///< not started by a browser with our extension
    policy_invalid,      ///< the policy cannot be read, or has a fault
    origin_refused,      ///< the policy does not name the origin
    reader_refused,      ///< the policy does not permit the reader
    field_refused,       ///< the policy does not permit the field
    several_readers,     ///< several readers are permitted, and not one of them alone has a card: name one
    consent_denied,      ///< the person at the desk said no
    consent_timeout,     ///< nobody answered in time
    cancelled,           ///< the page or the extension ended the request
    answer_too_large,    ///< beyond the limit of native messaging
    daemon_unreachable,  ///< no daemon listens at the socket
    daemon_refused,      ///< the socket's permissions exclude the host
    daemon_lost,         ///< the daemon ended before its answer
    daemon_silent,       ///< no answer in time
    host_failed,         ///< a fault of the host
};
inline constexpr EnumNames<Refusal::host_failed> refusal_names("bad_message", "busy", "caller_refused",
                                                               "policy_invalid", "origin_refused", "reader_refused",
                                                               "field_refused", "several_readers", "consent_denied",
                                                               "consent_timeout", "cancelled", "answer_too_large",
                                                               "daemon_unreachable", "daemon_refused", "daemon_lost",
                                                               "daemon_silent", "host_failed");

/// The answers to one request.
class Answers {
  public:
    /// Takes an answer with `data`, a JSON value. The last one is a `result` or a `problem`.
    virtual void send(std::string_view type, std::string_view data) = 0;
    /// Sends the last answer to a request that is refused. `member` and `value` say more, such as which field.
    void refuse(Refusal refusal, std::string_view member = {}, std::string_view value = {});

  protected:
    ~Answers() = default;
};

/// Answers as messages to the extension. Errors of writing are not reported: the browser has gone, and its end of input
/// follows.
class ExtensionAnswers final : public Answers {
  public:
    /// `is_running`, if given, becomes false before the last message is written: the extension may send its next
    /// request as soon as it has that.
    ExtensionAnswers(MessageWriter& writer, std::int64_t id, std::atomic<bool>* is_running = nullptr)
        : writer_(&writer), id_(id), is_running_(is_running) {}

    /// Writes a message. One that is too long becomes `answer_too_large`.
    void send(std::string_view type, std::string_view data) override;

  private:
    MessageWriter* writer_;
    std::int64_t id_;
    std::atomic<bool>* is_running_;
};

}  // namespace fivestar::browser
