// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/json.hpp"
#include "cli/key_input.hpp"
#include "cli/views/picture_text.hpp"
#include "cli/views/printable.hpp"
#include "cli/views/record_view.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

namespace fivestar::cli {
namespace {

std::string_view explanation(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed:
            return "standard input has no key";
        case ErrorCode::invalid_argument:
            return "standard input has a value that no document has";
        case ErrorCode::limit_exceeded:
            return "a line of standard input is too long for a key";
        case ErrorCode::cancelled:
            return "interrupted";
        default:
            return "standard input cannot be read";
    }
}

constexpr std::uint64_t bar_columns = 24;

/// Counts the steps that are done and the share of the current one; 0 to `bar_columns`.
std::uint64_t filled_columns(const fivestar_progress& progress) {
    const std::uint64_t of = std::min<std::uint64_t>(progress.of, 1'000);
    if (of == 0) return 0;
    const std::uint64_t total = std::min<std::uint64_t>(progress.bytes_total, UINT32_MAX);
    const std::uint64_t done = std::min(progress.bytes_done, total);
    const std::uint64_t before = std::min(std::max<std::uint64_t>(progress.index, 1) - 1, of);
    const std::uint64_t share = total == 0 ? 0 : bar_columns * done / total;
    return std::min((before * bar_columns + share) / of, bar_columns);
}

/// A key as fivestar_read_options takes it: texts that end with NUL. Those of other kinds are empty.
struct Key {
    SecretText can = {};
    SecretText mrz = {};
    KeyValues values = {};

    /// Ends each text that is there with NUL; false if one has a NUL inside.
    [[nodiscard]] bool terminate() {
        for (SecretText* text : {&can, &mrz, &values.document_number, &values.birth_date, &values.expiry_date}) {
            if (text->view().contains('\0')) return false;
            if (!text->empty()) text->push_back('\0');
        }
        return true;
    }
};

/// Puts what was read in its place in the key.
template <class Place, class Read>
Result<Key> key_with(Place place, Result<Read> read) {
    if (!read) return std::unexpected{read.error()};
    Key key;
    key.*place = std::move(*read);
    return key;
}

Result<Key> key_for(Session& session, KeyKind kind) {
    KeyInput input{STDIN_FILENO, session.console.messages(), session.interruption};
    switch (kind) {
        case KeyKind::can:
            return key_with(&Key::can, input.value("Card access number (not shown): ", Echo::off));
        case KeyKind::mrz:
            return key_with(&Key::mrz, input.machine_readable_zone());
        case KeyKind::values:
            return key_with(&Key::values, input.document_values());
        case KeyKind::none:
        case KeyKind::scanned:
            break;
    }
    return Key{};
}

const char* or_null(const SecretText& text) {
    return text.empty() ? nullptr : text.data();
}

/// The fields as fivestar_read_options takes them.
std::string joined(const std::vector<std::string>& fields) {
    std::string text;
    for (const std::string& field : fields) text.append(text.empty() ? "" : ",").append(field);
    return text;
}

const char* or_null(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

/// Writes a file with mode 0600; does not follow a link in its place.
bool write_file(const std::string& path, std::string_view octets) {
    constexpr mode_t owner_only = 0600;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, owner_only);
    if (file < 0) return false;
    Console output{file, STDERR_FILENO};
    const bool is_written = ::fchmod(file, owner_only) == 0 && output.print(octets);
    return ::close(file) == 0 && is_written;
}

constexpr std::string_view wait_prefix = "wait_for_";

/// Says what a read waits for: a card, the key of a scanner, or a reader that is busy.
PersonalText wait_text(const fivestar_progress& progress, Language language) {
    std::string_view what{progress.step};
    what.remove_prefix(wait_prefix.size());
    Phrase text{"Waiting", "正在等待"};
    if (what == "card") text = {"Waiting for a card", "正在等待卡片"};
    if (what == "scanned_key") text = {"Waiting for the scanner", "正在等待扫描器"};
    if (what == "reader") text = {"Waiting until another program has finished", "正在等待其他程序完成读取"};
    PersonalText line{text.in(language)};
    if (progress.reader != nullptr) {
        line.append(Phrase{" at ", "，读卡器 "}.in(language));
        line.append(printable(progress.reader).view());
    }
    line.append(Phrase{" ...", " ……"}.in(language));
    return line;
}

/// The progress of a read on the last line of a terminal; cleared when destroyed.
class ProgressLine {
  public:
    ProgressLine(Console& console, Language language) : console_{console}, language_{language} {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { console_.show_line({}); }

    void show(const fivestar_progress& progress) {
        if (std::string_view{progress.step}.starts_with(wait_prefix)) {
            return console_.announce(wait_text(progress, language_).view());
        }
        const std::uint64_t filled = filled_columns(progress);
        std::string line = "[" + std::string(filled, '#') + std::string(bar_columns - filled, '.') + "] ";
        PersonalText step = printable(progress.step);
        std::ranges::replace(step, '_', ' ');
        line.append(step.view());
        if (progress.bytes_total != 0) {
            line.append("  ").append(std::to_string(progress.bytes_done));
            line.append(" of ").append(std::to_string(progress.bytes_total)).append(" bytes");
        }
        console_.show_line(line);
    }

  private:
    Console& console_;
    Language language_;
};

// The daemon ends a conversion after two seconds, and those queued before it.
constexpr std::uint32_t conversion_milliseconds = 10'000;

constexpr std::size_t most_rows = 24;
constexpr std::size_t most_columns = 48;

PictureRoom room_on(const Console& console) {
    PictureRoom room{.columns = std::min(most_columns, console.result_columns() - 1), .rows = most_rows};
    winsize size{};
    if (::ioctl(console.results(), TIOCGWINSZ, &size) != 0) return room;
    if (size.ws_col == 0 || size.ws_row == 0 || size.ws_xpixel < size.ws_col || size.ws_ypixel < size.ws_row)
        return room;
    room.cell_width = static_cast<std::size_t>(size.ws_xpixel / size.ws_col);
    room.cell_height = static_cast<std::size_t>(size.ws_ypixel / size.ws_row);
    return room;
}

std::string portrait_target(std::string_view read) {
    return "/v1/reads/" + std::string{read} + "/portrait";
}

/// Shows the portrait of `read` if results go to a terminal that can show pictures. Shows nothing if the daemon cannot
/// convert the portrait, or not in time: the read is complete without.
void show_portrait(Session& session, std::string_view read) {
    if (session.console.result_columns() < 2 || is_dumb_terminal()) return;
    const std::string target = portrait_target(read);
    fivestar_request request = client::request_for("GET", target.c_str());
    request.accept = "image/x-portable-pixmap";
    request.timeout_milliseconds = conversion_milliseconds;
    const auto response = session.connection.send(request);
    if (!response || !response->is_success()) return;
    if (const auto picture = parse_ppm(response->body()))
        session.console.print(picture_text(*picture, room_on(session.console), ::environ).view());
}

constexpr std::string_view standard_output = "-";

ExitCode fetch_portrait(Session& session, std::string_view read, const std::string& path) {
    const std::string target = portrait_target(read);
    const auto response = session.connection.send(client::request_for("GET", target.c_str()));
    if (!response) return session.failed(response.error());
    if (!response->is_success()) return session.problem(response->body());
    if (path == standard_output) return session.print(response->body());
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

ExitCode execute(Session& session, const ReadCommand& command) {
    auto key = key_for(session, command.key);
    if (!key || !key->terminate()) {
        const ErrorCode why = key ? ErrorCode::malformed : key.error().code;
        session.console.complain(explanation(why));
        return why == ErrorCode::cancelled ? ExitCode::interrupted : ExitCode::problem;
    }
    const std::string fields = joined(command.fields);
    fivestar_read_options options{};
    options.size = sizeof options;
    options.reader = or_null(command.reader);
    options.card = or_null(command.card);
    options.fields = or_null(fields);
    options.wait_seconds = static_cast<std::uint32_t>(command.wait.count());
    options.wants_evidence = command.evidence_file.empty() ? 0 : 1;
    options.mrz = or_null(key->mrz);
    options.can = or_null(key->can);
    options.document_number = or_null(key->values.document_number);
    options.birth_date = or_null(key->values.birth_date);
    options.expiry_date = or_null(key->values.expiry_date);
    options.uses_scanned_key = command.key == KeyKind::scanned ? 1 : 0;

    auto response = [&] {
        ProgressLine line{session.console, session.language};
        return session.connection.read(options, [&line](const fivestar_progress& progress) {
            line.show(progress);
            return true;
        });
    }();
    if (!response) return session.failed(response.error());
    if (!response->is_success()) return session.problem(response->body());
    const auto answer = parse_json(response->body());
    if (!answer) return session.failed(FIVESTAR_MALFORMED);

    const bool is_piped = command.portrait_file == standard_output;  // then standard output has the picture alone
    const ExitCode printed =
        is_piped ? ExitCode::done
        : session.arguments.json
            ? session.print_json(response->body())
            : session.print(
                  record_text(*answer, session.language, session.console.shows_colour() ? Colour::shown : Colour::none)
                      .view());
    if (printed != ExitCode::done) return printed;
    const bool has_portrait = !text_at(*answer, "/record/portrait/href").empty();
    if (has_portrait && !session.arguments.json && !is_piped) show_portrait(session, text_at(*answer, "/id"));
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
