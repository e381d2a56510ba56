// Turns the octets of a connection into requests: an HTTP/1.1 parser (RFC 9112) with limits, and no sockets. The octets
// may hold access keys, so its memory is zeroized.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/http/request.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <vector>

namespace fivestar::daemon {

struct RequestLimits {
    std::size_t head =
        std::size_t{8} * 1024;  ///< octets of request line and headers, and of anything else between bodies
    std::size_t body = std::size_t{64} * 1024;  ///< octets
};

/// A request in full, and what its form asks of the answer's.
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

    /// Room for more octets, never empty. Valid until the next call of another function.
    [[nodiscard]] MutableByteView room();
    /// The first `count` octets of the room have been filled.
    void received(std::size_t count);

    /// Parses what is there. `complete`: take the request before going on. A problem (`bad_request`,
    /// `headers_too_large`, `body_too_large`) is final: the rest of the connection has no meaning.
    [[nodiscard]] std::expected<Progress, Problem> parse();

    /// Whether the client waits for 100 (Continue) before it sends the body; true once a request.
    [[nodiscard]] bool take_expectation();

    /// The complete request; the parser goes on with what was received after it.
    [[nodiscard]] ParsedRequest take();

  private:
    class MessageParser;

    void consume(std::size_t count);
    void compact();

    RequestLimits limits_;
    std::unique_ptr<MessageParser> message_;
    std::vector<std::uint8_t, ZeroizingAllocator<std::uint8_t>> buffer_;
    std::size_t begin_ = 0;  ///< of the octets not yet parsed
    std::size_t end_ = 0;
    std::size_t head_size_ = 0;  ///< octets of this head parsed so far
};

}  // namespace fivestar::daemon
