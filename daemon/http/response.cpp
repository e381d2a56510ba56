#include "daemon/http/response.hpp"

#include "daemon/http/json_text.hpp"

namespace fivestar::daemon {

Response json_response(const boost::json::value& value, unsigned status) {
    return {.status = status, .content_type = "application/json", .body = serialize_json(value)};
}

Response no_content() {
    return {.status = 204};
}

}  // namespace fivestar::daemon
