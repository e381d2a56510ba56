// SPDX-License-Identifier: Apache-2.0
// Incremental parser of one HTTP/1.1 response (RFC 9112), independent of sockets. Stricter than the RFC requires of a
// client: lines end with CRLF, header names are tokens, and a length is given once. So two parsers cannot disagree.
#pragma once

#include "client/fivestar.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::client {

/// Limit of status line and headers, and of a chunked body's trailers.
constexpr std::size_t max_head_octets = std::size_t{16} * 1024;
constexpr std::size_t max_headers = 64;
constexpr std::size_t max_interim_responses = 8;
constexpr std::size_t max_chunk_line_octets = 64;
constexpr std::size_t max_chunk_size_digits = 8;

/// Status and headers.
struct ResponseHead {
    int status = 0;
    int minor_version = 1;  ///< of HTTP/1
    std::vector<std::pair<std::string, std::string>> headers;

    /// The first value of that header; nullptr if there is none. `name` is lower case.
    [[nodiscard]] const std::string* find(std::string_view name) const;
};

class ResponseParser {
  public:
    /// Takes a piece of the body. Any code but FIVESTAR_OK ends the parsing with that code.
    using OnBody = std::function<fivestar_error(std::string_view)>;

    /// Parses octets up to the end of the head or of the body, and returns their number. FIVESTAR_MALFORMED,
    /// FIVESTAR_TOO_LARGE, or the code of `on_body`.
    [[nodiscard]] std::expected<std::size_t, fivestar_error> parse(std::string_view octets, const OnBody& on_body);

    /// Ends a body without a length when the server closes; FIVESTAR_DISCONNECTED in any other state.
    [[nodiscard]] fivestar_error end();

    [[nodiscard]] bool has_head() const { return state_ > State::head; }
    [[nodiscard]] bool is_complete() const { return state_ == State::complete; }
    /// True if the connection may serve another request after this response.
    [[nodiscard]] bool keeps_connection() const { return keeps_connection_; }
    [[nodiscard]] ResponseHead& head() { return head_; }

  private:
    enum class State : std::uint8_t {
        status_line,
        head,
        sized_body,
        chunk_line,
        chunk,
        chunk_end,
        trailers,
        open_body,
        complete
    };

    [[nodiscard]] fivestar_error line_complete();
    [[nodiscard]] fivestar_error parse_status_line();
    [[nodiscard]] fivestar_error parse_header();
    [[nodiscard]] fivestar_error head_complete();
    [[nodiscard]] fivestar_error parse_chunk_line();
    [[nodiscard]] std::expected<std::size_t, fivestar_error> take_line(std::string_view octets);
    [[nodiscard]] std::expected<std::size_t, fivestar_error> take_body(std::string_view octets, const OnBody& on_body);

    State state_ = State::status_line;
    ResponseHead head_;
    std::string line_;
    std::size_t head_octets_ = 0;
    std::size_t interim_responses_ = 0;
    std::uint64_t body_left_ = 0;  ///< of the body or of the current chunk
    bool keeps_connection_ = false;
};

}  // namespace fivestar::client
