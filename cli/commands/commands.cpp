// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"

#include "cli/json.hpp"
#include "cli/locale.hpp"
#include "cli/views/status_view.hpp"
#include "cli/views/trust_view.hpp"

#include <string>
#include <type_traits>
#include <variant>

namespace fivestar::cli {
namespace {

using boost::json::value;

/// Sends a GET and prints the answer.
ExitCode show(Session& session, const char* target, Session::View view) {
    const auto answer = session.show(client::request_for("GET", target), view);
    return answer ? ExitCode::done : answer.error();
}

/// The public key in PEM, for a verifier's directory.
PersonalText evidence_key_text(const value& answer, Language /*language*/) {
    return PersonalText{text_at(answer, "/public_key")};
}

ExitCode run_delete(Session& session, const DeleteCommand& command) {
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
            if constexpr (std::is_same_v<T, ReadersCommand>) {
                return show(session, "/v1/readers", readers_text);
            } else if constexpr (std::is_same_v<T, HealthCommand>) {
                return show(session, "/v1/health", health_text);
            } else if constexpr (std::is_same_v<T, WhoamiCommand>) {
                return show(session, "/v1/whoami", whoami_text);
            } else if constexpr (std::is_same_v<T, TrustCommand>) {
                return show(session, "/v1/trust", trust_text);
            } else if constexpr (std::is_same_v<T, EvidenceKeyCommand>) {
                return show(session, "/v1/evidence-key", evidence_key_text);
            } else if constexpr (std::is_same_v<T, ReadCommand>) {
                return run_read(session, command);
            } else if constexpr (std::is_same_v<T, DeleteCommand>) {
                return run_delete(session, command);
            } else if constexpr (std::is_same_v<T, NumberCommand>) {
                return run_number(session, command);
            } else if constexpr (std::is_same_v<T, MatchCommand>) {
                return run_match(session, command);
            } else if constexpr (std::is_same_v<T, CrossCheckCommand>) {
                return run_cross_check(session, command);
            } else if constexpr (std::is_same_v<T, MetricsCommand>) {
                return run_metrics(session, command);
            } else if constexpr (std::is_same_v<T, VerifyCommand> || std::is_same_v<T, DoctorCommand>) {
                return ExitCode::usage;  // ran above: these need no session
            } else {
                return run_watch(session);
            }
        },
        arguments.command);
}

}  // namespace fivestar::cli
