// SPDX-License-Identifier: Apache-2.0
// Parses the octets of a connection into requests: HTTP/1.1 (RFC 9112), with limits. The octets may hold access keys,
// so the parser's memory is zeroized.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/http/request.hpp"
#include "daemon/http/request_failure.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <vector>

namespace fivestar::daemon {

struct RequestLimits {
    std::size_t head = std::size_t{8} * 1024;   ///< octets of request line and headers, and of chunk headers
    std::size_t body = std::size_t{64} * 1024;  ///< octets
};

/// A complete request, and how it wants its response framed.
struct ParsedRequest {
    RequestMessage message = {};
    bool keep_alive = false;
    bool without_body = false;  ///< HEAD
};

class RequestParser {
  public:
    enum class Progress {
        idle,  ///< no octet of a request is there yet
        head,  ///< a head has begun
        body,  ///< the head is complete, the body is not
        complete,
    };

    explicit RequestParser(RequestLimits limits);
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;
    ~RequestParser();

    /// `room` returns space for more octets, never empty. It is valid until the next call of another function.
    [[nodiscard]] MutableByteView room();
    /// Tells the parser that the first `count` octets of the room have been filled.
    void received(std::size_t count);

    /// Parses the octets received, without an empty line in front of a request (RFC 9112 §2.2). After `complete`,
    /// `take` must be called before going on. A failure (`malformed_request`, `host_not_named`, `head_too_large`,
    /// `body_too_large`) is final: the connection cannot be parsed any further.
    [[nodiscard]] std::expected<Progress, RequestFailure> parse();

    /// True, once for each request, if the client waits for 100 (Continue) before it sends the body.
    [[nodiscard]] bool take_expectation();

    /// Returns the complete request. The parser goes on with the octets received after it.
    [[nodiscard]] ParsedRequest take();

  private:
    class MessageParser;

    [[nodiscard]] bool skip_empty_line();
    void consume(std::size_t count);
    void compact();

    RequestLimits limits_;
    std::unique_ptr<MessageParser> message_;
    std::vector<std::uint8_t, ZeroizingAllocator<std::uint8_t>> buffer_;
    std::size_t begin_ = 0;  ///< of the octets not yet parsed
    std::size_t end_ = 0;
    std::size_t head_size_ = 0;  ///< octets of this head parsed so far
    bool empty_line_skipped_ = false;
};

}  // namespace fivestar::daemon
