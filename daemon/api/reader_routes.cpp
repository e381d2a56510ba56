#include "daemon/api/reader_routes.hpp"

#include "daemon/api/answer.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/api/reader_json.hpp"
#include "daemon/reads/kept_answers.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

/// What the list depends on.
struct ListQuestion {
    std::shared_ptr<const Grants> grants;
    std::vector<ReaderView> readers;

    friend bool operator==(const ListQuestion&, const ListQuestion&) = default;
};

Response list_readers(const ReaderRegistry& registry, KeptAnswers<ListQuestion>& answers, const Request& request) {
    ListQuestion question{.grants = request.caller.grants, .readers = registry.readers()};
    if (auto kept = answers.find(question)) return json_response(std::move(kept));
    json::object answer;
    answer.emplace("readers", readers_json(question.readers, request.grants()));
    return json_response(answers.keep(std::move(question), serialize_json(answer)));
}

Answer show_reader(const ReaderRegistry& registry, const Request& request) {
    const std::string_view id = request.parameter("id");
    const std::optional<ReaderView> reader = registry.reader(id);
    if (!reader || !request.grants().allows_reader(reader->id, reader->name)) {
        return Problem{.code = ProblemCode::no_such_reader, .reader = std::string{id}};
    }
    return json_response(reader_json(*reader));
}

}  // namespace

void add_reader_routes(RouteTable& table, const ReaderRegistry& registry) {
    table.add(
        {.method = Method::get,
         .pattern = "/v1/readers",
         .permission = RouteName::readers,
         .handler = answering([&registry, answers = std::make_shared<KeptAnswers<ListQuestion>>()](
                                  const Request& request) { return list_readers(registry, *answers, request); })});
    table.add({.method = Method::get,
               .pattern = "/v1/readers/{id}",
               .permission = RouteName::readers,
               .handler = answering([&registry](const Request& request) { return show_reader(registry, request); })});
}

}  // namespace fivestar::daemon
