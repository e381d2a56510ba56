// SPDX-License-Identifier: Apache-2.0
// A complete response: status, headers, body.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "daemon/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The part of a problem that metrics and the audit log record.
struct ResponseProblem {
    std::string_view code;    ///< a literal: `access_denied`
    bool is_refusal = false;  ///< by the policy: not granted, or too often
    std::string field = {};   ///< the path of the field that was not granted
};

struct Response {
    unsigned status = 200;
    std::string_view content_type = {};   ///< a literal; empty for an answer without body
    std::vector<NamedText> headers = {};  ///< beyond Content-Type, Content-Length, Cache-Control and Connection
    PersonalText body = {};
    std::optional<ResponseProblem> problem = {};  ///< not sent
};

}  // namespace fivestar::daemon
