// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/number_route.hpp"

#include "daemon/api/answer.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/api/record_json.hpp"
#include "identity/china/card_number.hpp"

#include <utility>

#include <boost/json/object.hpp>

namespace fivestar::daemon {

std::expected<PersonalText, Problem> parse_number_request(std::string_view body) {
    const auto parsed = parse_json(body);
    const boost::json::object* members = parsed ? parsed->if_object() : nullptr;
    const boost::json::value* number = members != nullptr ? members->if_contains("number") : nullptr;
    if (number == nullptr || !number->is_string() || members->size() != 1) {
        return std::unexpected{Problem{.code = ProblemCode::bad_request,
                                       .detail = {"A JSON object with the member number, a text, is expected.",
                                                  "应为带有文本成员 number 的 JSON 对象。"},
                                       .field = "number"}};
    }
    return PersonalText{view(number->get_string())};
}

void add_number_route(RouteTable& table, std::function<std::chrono::year_month_day()> today) {
    const auto check = [today = std::move(today)](Request& request) -> Answer {
        const auto text = parse_number_request(request.message.body.view());
        request.message.body = SecretText{};
        if (!text) return text.error();
        const PersonalText number = identity::typed_number(text->view());
        return json_response(number_json(number.view(), identity::parse_card_number(number.view(), today())));
    };
    table.add({.method = Method::post,
               .pattern = "/v1/number",
               .permission = RouteName::number,
               .handler = answering(check)});
}

}  // namespace fivestar::daemon
