// SPDX-License-Identifier: Apache-2.0
// A connection to the daemon: made when needed, and kept while both sides allow it.
#pragma once

#include "client/event_stream.hpp"
#include "client/http_response.hpp"
#include "client/unix_socket.hpp"
#include "client/zeroized_buffer.hpp"

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

namespace fivestar::client {

constexpr std::size_t max_request_body_octets = std::size_t{1024} * 1024;
constexpr std::size_t max_response_body_octets = std::size_t{32} * 1024 * 1024;
constexpr std::chrono::milliseconds default_timeout{30'000};
/// Longer than any read, without the wait for its card: the daemon's own deadlines end it before.
constexpr std::chrono::milliseconds longest_read{300'000};
/// The limit of `wait_seconds` in the contract.
constexpr std::chrono::milliseconds longest_wait{120'000};

/// Returns the limit of a request that names none. It is longer than what the daemon may wait for.
[[nodiscard]] std::chrono::milliseconds default_timeout_of(std::string_view target);

/// A request with borrowed parts. A header with an empty text is not sent.
struct Request {
    std::string_view method;
    std::string_view target;
    std::string_view accept;
    std::string_view last_event_id;
    std::string_view body;
    std::string_view content_type = "application/json";  ///< of the body
    std::chrono::milliseconds timeout = default_timeout;

    /// False if a part could change the message around it: line ends, or spaces in method or target.
    [[nodiscard]] bool is_valid() const;
};

struct Answer {
    ResponseHead head;
    ZeroizedBuffer body;
};

class Session {
  public:
    Session(std::string socket_path, Cancellation cancellation);

    [[nodiscard]] std::expected<Answer, fivestar_error> send(const Request& request);
    [[nodiscard]] std::expected<Answer, fivestar_error> stream(Request request,
                                                               const EventStreamParser::OnEvent& on_event);
    /// Sets the Accept-Language of the requests that follow; false, without a change, if it is not a header value.
    [[nodiscard]] bool set_language(std::string_view accept_language);
    void cancel() noexcept { cancellation_.trigger(); }

  private:
    class Exchange;
    [[nodiscard]] std::expected<Answer, fivestar_error> exchange(const Request& request,
                                                                 const EventStreamParser::OnEvent* on_event);

    std::string socket_path_;
    std::string accept_language_;
    Cancellation cancellation_;
    Descriptor socket_;
};

}  // namespace fivestar::client
