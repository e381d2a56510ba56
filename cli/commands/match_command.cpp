// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/json.hpp"
#include "cli/key_input.hpp"
#include "cli/views/printable.hpp"
#include "cli/views/sheet.hpp"
#include "cli/views/vocabulary.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include <boost/json/object.hpp>

namespace fivestar::cli {
namespace {

/// The JSON object of fields: their names from the command line, their values from standard input, one line each.
/// Without names, standard input is the object.
Result<SecretText> fields_of(Session& session, const MatchCommand& command) {
    KeyInput input{STDIN_FILENO, session.console.messages(), session.interruption};
    if (command.fields.empty()) {
        auto object = input.everything();
        if (!object) return object;
        const auto parsed = parse_json(object->view());
        if (!parsed || !parsed->is_object()) return fail(ErrorCode::malformed);
        return object;
    }
    SecretText object;
    for (const std::string& field : command.fields) {
        const auto value = input.value(field + ": ", Echo::on);
        if (!value) return std::unexpected{value.error()};
        object.push_back(object.empty() ? '{' : ',');
        append_json_string(object, field);
        object.push_back(':');
        append_json_string(object, value->view());
    }
    object.push_back('}');
    return object;
}

/// One row per field: path, result, reason.
PersonalText comparison_text(const boost::json::value& answer, Language language) {
    std::vector<std::vector<PersonalText>> rows;
    if (const auto* fields = at(answer, "/fields").if_object()) {
        for (const auto& [path, comparison] : *fields) {
            auto& row = rows.emplace_back();
            row.push_back(printable(path));
            row.push_back(words(text_at(comparison, "/result"), language));
            row.push_back(words(text_at(comparison, "/reason"), language));
        }
    }
    Sheet sheet{language};
    sheet.table(rows);
    return PersonalText{sheet.text()};
}

/// `done` if all fields are the same, `not_genuine` if any differs, else `unverified`.
ExitCode exit_code_of_comparison(const boost::json::value& answer) {
    const auto* fields = at(answer, "/fields").if_object();
    if (fields == nullptr || fields->empty()) return ExitCode::unverified;
    const auto result_of = [](const auto& field) { return text_at(field.value(), "/result"); };
    if (std::ranges::find(*fields, std::string_view{"different"}, result_of) != fields->end())
        return ExitCode::not_genuine;
    const bool all_same = std::ranges::all_of(*fields, [](auto result) { return result == "same"; }, result_of);
    return all_same ? ExitCode::done : ExitCode::unverified;
}

ExitCode compare(Session& session, const std::string& target, std::string_view body) {
    const auto answer = session.show(client::request_for("POST", target.c_str(), body), comparison_text);
    return answer ? exit_code_of_comparison(*answer) : answer.error();
}

}  // namespace

ExitCode execute(Session& session, const MatchCommand& command) {
    const auto fields = fields_of(session, command);
    if (!fields) {
        const bool is_interrupted = fields.error().code == ErrorCode::cancelled;
        session.console.complain(
            is_interrupted ? "interrupted" : "standard input must have a value for each field, or be a JSON object");
        return is_interrupted ? ExitCode::interrupted : ExitCode::problem;
    }
    SecretText body{R"({"fields":)"};
    body.append(fields->view());
    body.push_back('}');
    return compare(session, "/v1/reads/" + command.read + "/match", body.view());
}

ExitCode execute(Session& session, const CrossCheckCommand& command) {
    const std::string body =
        R"({"reads":[")" + command.one + R"(",")" + command.other + R"("]})";  // ids need no escapes
    return compare(session, "/v1/cross-check", body);
}

}  // namespace fivestar::cli
