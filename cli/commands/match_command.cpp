// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/json.hpp"
#include "cli/key_input.hpp"
#include "cli/views/comparison_view.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>

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
        const auto value = input.value(field);
        if (!value) return std::unexpected{value.error()};
        object.push_back(object.empty() ? '{' : ',');
        append_json_string(object, field);
        object.push_back(':');
        append_json_string(object, value->view());
    }
    object.push_back('}');
    return object;
}

ExitCode compare(Session& session, const std::string& target, std::string_view body) {
    const auto answer = session.show(client::request_for("POST", target.c_str(), body), comparison_text);
    return answer ? exit_code_of_comparison(*answer) : answer.error();
}

}  // namespace

ExitCode run_match(Session& session, const MatchCommand& command) {
    const auto fields = fields_of(session, command);
    if (!fields) {
        session.console.complain(fields.error().code == ErrorCode::cancelled
                                     ? "interrupted"
                                     : "standard input must have a value for each field, or be a JSON object");
        return ExitCode::problem;
    }
    SecretText body{R"({"fields":)"};
    body.append(fields->view());
    body.push_back('}');
    return compare(session, "/v1/reads/" + command.read + "/match", body.view());
}

ExitCode run_cross_check(Session& session, const CrossCheckCommand& command) {
    const std::string body =
        R"({"reads":[")" + command.one + R"(",")" + command.other + R"("]})";  // ids need no escapes
    return compare(session, "/v1/cross-check", body);
}

}  // namespace fivestar::cli
