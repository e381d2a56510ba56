// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/diagnosis_route.hpp"

#include "daemon/api/answer.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

Response show(const diagnosis::Diagnosis& diagnosis, Language language) {
    json::array listed;
    for (const diagnosis::Finding& finding : diagnosis.findings) listed.push_back(to_json(finding, language));
    Response response = json_response(
        json::object{{"findings", std::move(listed)}, {"not_examined", codes_of(diagnosis.not_examined)}});
    response.headers.push_back({.name = "Content-Language", .value = std::string{language_tag(language)}});
    return response;
}

}  // namespace

void add_diagnosis_route(RouteTable& table, DiagnosisSource diagnosis) {
    table.add({.method = Method::get,
               .pattern = "/v1/diagnosis",
               .permission = RouteName::diagnosis,
               .handler = answering([diagnosis = std::move(diagnosis)](const Request& request) {
                   return show(diagnosis(), request.language());
               })});
}

}  // namespace fivestar::daemon
