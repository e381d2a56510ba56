#include "daemon/http/response.hpp"

#include "daemon/api/json_text.hpp"

namespace fivestar::daemon {

Response json_response(const boost::json::object& object, unsigned status) {
    return {.status = status, .content_type = "application/json", .body = serialize_json(object)};
}

Response json_response(std::shared_ptr<const PersonalText> text) {
    return {.content_type = "application/json", .body = Body{std::move(text)}};
}

Response no_content() {
    return {.status = 204};
}

}  // namespace fivestar::daemon
