// An answer that is complete when it leaves: status, headers, body.
#pragma once

#include "crypto/base/cleansed.hpp"
#include "daemon/http/request.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace fivestar::daemon {

struct Response {
    unsigned status = 200;
    std::string_view content_type = {};   ///< a literal; empty for an answer without body
    std::vector<NamedText> headers = {};  ///< beyond Content-Type, Content-Length, Cache-Control and Connection
    PersonalText body = {};
};

/// `application/json`. Pass an object held in a CleansingResource if it is personal.
[[nodiscard]] Response json_response(const boost::json::object& object, unsigned status = 200);

/// 204.
[[nodiscard]] Response no_content();

}  // namespace fivestar::daemon
