#include "cli/commands/commands.hpp"
#include "cli/json.hpp"
#include "cli/key_input.hpp"
#include "cli/views/portrait_view.hpp"
#include "cli/views/progress_line.hpp"
#include "cli/views/record_view.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>

namespace fivestar::cli {
namespace {

using namespace std::chrono_literals;

// Beyond the wait for a card: the daemon's own deadlines end a read long before.
constexpr auto patience_for_a_read = 300s;

std::uint32_t timeout_of(const ReadCommand& command) {
    return static_cast<std::uint32_t>(std::chrono::milliseconds{command.wait + patience_for_a_read}.count());
}

/// The body of POST /v1/read. Built by hand, for it may hold a key.
SecretText body_of(const ReadCommand& command, const SecretText& key) {
    SecretText body{"{"};
    const auto member = [&body](std::string_view name) {
        if (body.size() > 1) body.push_back(',');
        append_json_string(body, name);
        body.push_back(':');
    };
    const auto text = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        member(name);
        append_json_string(body, value);
    };
    text("reader", command.reader);
    text("card", command.card);
    if (command.wait > 0s) {
        member("wait_seconds");
        body.append(std::to_string(command.wait.count()));
    }
    if (!command.fields.empty()) {
        member("fields");
        for (const std::string& field : command.fields) {
            body.push_back(&field == &command.fields.front() ? '[' : ',');
            append_json_string(body, field);
        }
        body.push_back(']');
    }
    if (!command.evidence_file.empty()) {
        member("evidence");
        body.append("true");
    }
    if (command.key != KeyKind::none) {
        member("access");
        body.append(command.key == KeyKind::can ? R"({"can":)" : R"({"mrz":)");
        append_json_string(body, key.view());
        body.push_back('}');
    }
    body.push_back('}');
    return body;
}

std::string_view explanation(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed:
            return "there is no key on standard input";
        case ErrorCode::limit_exceeded:
            return "a line on standard input is too long for a key";
        case ErrorCode::cancelled:
            return "interrupted";
        default:
            return "standard input cannot be read";
    }
}

Result<SecretText> key_for(Session& session, KeyKind kind) {
    KeyInput input{STDIN_FILENO, session.console.messages(), session.interruption};
    if (kind == KeyKind::can) return input.card_access_number();
    if (kind == KeyKind::mrz) return input.machine_readable_zone();
    return SecretText{};
}

/// What the daemon said at last: an answer, or a problem.
struct Outcome {
    bool is_success;
    PersonalText body;
};

/// With progress on the terminal, from the event stream.
std::expected<Outcome, fivestar_error> read_with_progress(Session& session, const fivestar_request& request) {
    std::optional<Outcome> outcome;
    ProgressLine line{session.console};
    const auto on_event = [&](const fivestar_event& event) {
        const std::string_view name{event.name};
        const std::string_view data{event.data, event.data_size};
        if (name == "progress") {
            if (const auto progress = parse_json(data)) line.show(*progress);
        } else if (name == "result" || name == "problem") {
            outcome = Outcome{.is_success = name == "result", .body = PersonalText{data}};
        }
        return true;
    };
    const auto response = session.connection.stream(request, on_event);
    if (outcome) return *std::move(outcome);  // whatever became of the stream afterwards
    if (!response) return std::unexpected{response.error()};
    if (response->is_success()) return std::unexpected{FIVESTAR_DISCONNECTED};
    return Outcome{.is_success = false, .body = PersonalText{response->body()}};
}

std::expected<Outcome, fivestar_error> read_plainly(Session& session, const fivestar_request& request) {
    const auto response = session.connection.send(request);
    if (!response) return std::unexpected{response.error()};
    return Outcome{.is_success = response->is_success(), .body = PersonalText{response->body()}};
}

/// Readable by its owner alone; a link in its place is not followed.
bool write_file(const std::string& path, std::string_view octets) {
    constexpr mode_t owner_only = 0600;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, owner_only);
    if (file < 0) return false;
    Console output{file, STDERR_FILENO};
    const bool is_written = ::fchmod(file, owner_only) == 0 && output.print(octets);
    return ::close(file) == 0 && is_written;
}

ExitCode fetch_portrait(Session& session, std::string_view read, const std::string& path) {
    const std::string target = "/v1/reads/" + std::string{read} + "/portrait";
    const auto response = session.connection.send(client::request_for("GET", target.c_str()));
    if (!response) return session.failed(response.error());
    if (!response->is_success()) return session.problem(response->body());
    if (write_file(path, response->body())) return ExitCode::done;
    session.console.complain(std::string{"the portrait cannot be written: "} + std::strerror(errno));
    return ExitCode::problem;
}

ExitCode write_evidence(Session& session, const boost::json::value& answer, const std::string& path) {
    const boost::json::value& evidence = at(answer, "/evidence");
    if (!evidence.is_object()) return session.failed(FIVESTAR_MALFORMED);
    std::string text = boost::json::serialize(evidence);
    text.push_back('\n');
    const bool is_written = write_file(path, text);
    zeroize(text.data(), text.size());
    if (is_written) return ExitCode::done;
    session.console.complain(std::string{"the evidence cannot be written: "} + std::strerror(errno));
    return ExitCode::problem;
}

}  // namespace

ExitCode run_read(Session& session, const ReadCommand& command) {
    auto key = key_for(session, command.key);
    if (!key) {
        session.console.complain(explanation(key.error().code));
        return ExitCode::problem;
    }
    const SecretText body = body_of(command, *key);
    fivestar_request request = client::request_for("POST", "/v1/read");
    request.body = body.data();
    request.body_size = body.size();
    request.timeout_milliseconds = timeout_of(command);

    const bool shows_progress = session.console.message_columns() != 0;
    const auto outcome = shows_progress ? read_with_progress(session, request) : read_plainly(session, request);
    if (!outcome) return session.failed(outcome.error());
    if (!outcome->is_success) return session.problem(outcome->body.view());
    const auto answer = parse_json(outcome->body.view());
    if (!answer) return session.failed(FIVESTAR_MALFORMED);

    const ExitCode printed = session.arguments.json ? session.print_json(outcome->body.view())
                                                    : session.print(record_text(*answer, session.language).view());
    if (printed != ExitCode::done) return printed;
    const bool has_portrait = !text_at(*answer, "/record/portrait/href").empty();
    if (has_portrait && !session.arguments.json) show_portrait(session, text_at(*answer, "/id"));
    if (!command.portrait_file.empty()) {
        const ExitCode fetched = fetch_portrait(session, text_at(*answer, "/id"), command.portrait_file);
        if (fetched != ExitCode::done) return fetched;
    }
    if (!command.evidence_file.empty()) {
        const ExitCode written = write_evidence(session, *answer, command.evidence_file);
        if (written != ExitCode::done) return written;
    }
    return exit_code_of(*answer);
}

}  // namespace fivestar::cli
