// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/key_route.hpp"

#include "daemon/api/answer.hpp"
#include "identity/mrz/scanned_mrz.hpp"

#include <optional>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

Problem scan_problem(identity::ScanFailure failure, const std::string& reader) {
    Problem problem{.code = ProblemCode::no_zone, .reader = reader, .positions = std::move(failure.positions)};
    switch (failure.fault) {
        case identity::ScanFault::no_zone:
            problem.detail = {"Scan the page or card with the lines of the machine-readable zone; a visa has no chip.",
                              "请扫描带有机读区的资料页或卡片；签证没有芯片。"};
            break;
        case identity::ScanFault::misread:
            problem.code = ProblemCode::zone_misread;
            problem.detail = {"Check digits are wrong; scan it again.", "校验位不正确，请重新扫描。"};
            break;
        case identity::ScanFault::ambiguous:
            problem.code = ProblemCode::zone_ambiguous;
            problem.detail = {"Scan one document, again.", "请重新扫描，每次只扫描一本证件。"};
            break;
    }
    return problem;
}

class KeyRoute {
  public:
    KeyRoute(const ReaderRegistry& registry, ReadService& reads, EventPublisher& events)
        : registry_(registry), reads_(reads), events_(events) {}

    Answer put(Request& request) {
        const SecretText text = std::exchange(request.message.body, SecretText{});
        const std::string_view id = request.parameter("id");
        const std::optional<ReaderView> reader = registry_.reader(id);
        if (!reader || !request.grants().allows_reader(reader->id, reader->name)) {
            return Problem{.code = ProblemCode::no_such_reader, .reader = std::string{id}};
        }
        request.audit.reader = reader->id;
        if (reader->card) request.audit.card = reader->card->id;
        if (text.size() > identity::longest_scan) {
            return Problem{.code = ProblemCode::body_too_large,
                           .detail = {"A scan has at most 1024 octets.", "扫描内容最多 1024 字节。"}};
        }
        auto scanned = identity::parse_scanned_mrz(text.view());
        if (!scanned) return refuse(*reader, std::move(scanned.error()));
        const auto seconds = reads_.keep_key(*reader, std::move(scanned->information));
        events_.key_scanned(*reader, scanned->form);
        boost::json::object answer;
        answer.emplace("reader", reader->id);
        answer.emplace("form", identity::to_string(scanned->form));
        answer.emplace("repairs", positions_json(scanned->repairs));
        answer.emplace("seconds_left", seconds.count());
        return json_response(answer);
    }

  private:
    /// A zone that was misread is another document than the one before, whose key therefore ends. What holds no zone,
    /// such as a barcode, changes nothing.
    Problem refuse(const ReaderView& reader, identity::ScanFailure failure) {
        if (failure.fault != identity::ScanFault::no_zone) reads_.keys().drop(reader.id);
        Problem problem = scan_problem(std::move(failure), reader.id);
        events_.key_refused(reader, to_string(problem.code));
        return problem;
    }

    const ReaderRegistry& registry_;
    ReadService& reads_;
    EventPublisher& events_;
};

}  // namespace

void add_key_route(RouteTable& table, const ReaderRegistry& registry, ReadService& reads, EventPublisher& events) {
    table.add({.method = Method::put,
               .pattern = "/v1/readers/{id}/key",
               .permission = RouteName::key,
               .handler = answering([route = KeyRoute{registry, reads, events}](Request& request) mutable {
                   return route.put(request);
               }),
               .body = BodyKind::text});
}

}  // namespace fivestar::daemon
