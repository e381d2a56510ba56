// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/json.hpp"
#include "cli/key_input.hpp"
#include "cli/views/record_view.hpp"

#include <string_view>
#include <unistd.h>

namespace fivestar::cli {
namespace {

Result<SecretText> number_of(Session& session, const NumberCommand& command) {
    if (command.number != "-") return SecretText{command.number};
    return KeyInput{STDIN_FILENO, session.console.messages(), session.interruption}.value("Number: ", Echo::on);
}

}  // namespace

ExitCode execute(Session& session, const NumberCommand& command) {
    const auto number = number_of(session, command);
    if (!number) {
        const bool is_interrupted = number.error().code == ErrorCode::cancelled;
        session.console.complain(is_interrupted ? "interrupted" : "standard input has no number");
        return is_interrupted ? ExitCode::interrupted : ExitCode::problem;
    }
    SecretText body{R"({"number":)"};
    append_json_string(body, number->view());
    body.push_back('}');
    const auto answer = session.show(client::request_for("POST", "/v1/number", body.view()), number_text);
    if (!answer) return answer.error();
    return at(*answer, "/valid") == true ? ExitCode::done : ExitCode::not_genuine;
}

}  // namespace fivestar::cli
