// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"

#include "cli/json.hpp"
#include "cli/locale.hpp"
#include "cli/views/status_view.hpp"
#include "cli/views/trust_view.hpp"

#include <array>
#include <string>
#include <type_traits>
#include <variant>

namespace fivestar::cli {
namespace {

using boost::json::value;

/// The public key in PEM, for a verifier's directory.
PersonalText evidence_key_text(const value& answer, Language /*language*/) {
    return PersonalText{text_at(answer, "/public_key")};
}

ExitCode execute(Session& session, const ShowCommand& command) {
    struct Page {
        const char* target;
        Session::View view;
    };
    // In the order of ShowCommand::Page.
    constexpr std::array pages{Page{"/v1/readers", readers_text}, Page{"/v1/health", health_text},
                               Page{"/v1/whoami", whoami_text}, Page{"/v1/trust", trust_text},
                               Page{"/v1/evidence-key", evidence_key_text}};
    const Page& page = pages.at(static_cast<std::size_t>(command.page));
    const auto answer = session.show(client::request_for("GET", page.target), page.view);
    return answer ? ExitCode::done : answer.error();
}

ExitCode execute(Session& session, const DeleteCommand& command) {
    const std::string target = "/v1/reads/" + command.read;
    const auto response = session.connection.send(client::request_for("DELETE", target.c_str()));
    if (!response) return session.failed(response.error());
    return response->is_success() ? ExitCode::done : session.problem(response->body());
}

}  // namespace

ExitCode run(const Arguments& arguments, Console& console, Interruption& interruption) {
    if (const auto* verify = std::get_if<VerifyCommand>(&arguments.command)) {
        return run_verify(arguments, *verify, console, spoken(message_language()));
    }
    if (std::holds_alternative<DoctorCommand>(arguments.command)) return run_doctor(arguments, console, interruption);
    auto connection = client::Connection::open(arguments.socket_path);
    if (!connection) {
        complain(console, connection.error());
        return ExitCode::problem;
    }
    const std::string language = message_language();
    (void)connection->set_language(language);  // a tag is a header
    const Interruption::Call cancel{interruption, [&] { connection->cancel(); }};
    Session session{arguments, *connection, console, interruption, spoken(language)};
    return std::visit(
        [&]<class T>(const T& command) {
            if constexpr (std::is_same_v<T, VerifyCommand> || std::is_same_v<T, DoctorCommand>) {
                return ExitCode::usage;  // ran above: these need no session
            } else {
                return execute(session, command);
            }
        },
        arguments.command);
}

}  // namespace fivestar::cli
