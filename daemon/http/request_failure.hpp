// SPDX-License-Identifier: Apache-2.0
// Requests that HTTP itself refuses, without a handler or in the place of one.
#pragma once

#include "crypto/base/phrase.hpp"
#include "daemon/http/response.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace fivestar::daemon {

enum class RequestFailureKind : std::uint8_t {
    malformed_request,       ///< 400: not HTTP/1.1
    host_not_named,          ///< 400: RFC 9112 §3.2: no Host, more than one, or none that can be a host
    malformed_path,          ///< 400: a segment of the path is not percent-encoded UTF-8
    unknown_parameter,       ///< 400: the route has no such parameter of the query
    route_not_granted,       ///< 403
    no_such_path,            ///< 404
    method_not_allowed,      ///< 405
    not_acceptable,          ///< 406
    body_too_large,          ///< 413
    unsupported_media_type,  ///< 415
    rate_limited,            ///< 429
    too_many_connections,    ///< 429
    head_too_large,          ///< 431
    handler_failed,          ///< 500: an exception left the handler
};

struct RequestFailure {
    RequestFailureKind kind;
    std::string allow = {};     ///< of `method_not_allowed`: the header `Allow`
    bool expects_text = false;  ///< of `unsupported_media_type`: the body is text, not JSON
    std::optional<std::chrono::seconds> retry_after = {};
    std::string parameter = {};     ///< of `unknown_parameter`: its name
    std::string_view nearest = {};  ///< of `unknown_parameter`: a literal, the parameter that was probably meant
};

/// Renders the response to a failure; `Response::problem` is set.
using FailureRenderer = std::function<Response(const RequestFailure& failure, Language language)>;

}  // namespace fivestar::daemon
