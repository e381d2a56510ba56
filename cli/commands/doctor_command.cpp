// SPDX-License-Identifier: Apache-2.0
// Findings of the daemon, and findings that only another process can make: no daemon runs, the socket refuses this
// user, or the daemon's sandbox hides the cause.
#include "cli/commands/commands.hpp"
#include "cli/json.hpp"
#include "cli/locale.hpp"
#include "cli/views/printable.hpp"
#include "cli/views/sheet.hpp"
#include "diagnosis/machine.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <grp.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace fivestar::cli {
namespace {

using boost::json::value;
using diagnosis::Cause;
using diagnosis::Finding;

constexpr int forbidden = 403;

std::string group_name(gid_t group_id) {
    std::array<char, 4096> buffer{};
    group entry{};
    group* found = nullptr;
    ::getgrgid_r(group_id, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::to_string(group_id) : std::string{entry.gr_name};
}

/// Path, mode and group of the socket; the path alone if this user may not see more.
std::string description_of(const std::string& socket) {
    struct stat status{};
    if (::stat(socket.c_str(), &status) != 0) return socket;
    std::array<char, 16> mode{};
    (void)std::snprintf(mode.data(), mode.size(), "%04o", status.st_mode & 07777U);
    return socket + ": " + mode.data() + ' ' + group_name(status.st_gid);
}

class Findings {
  public:
    explicit Findings(Language language) : language_(language) {}

    /// Adds a finding unless the same cause of the same thing is there; a missing detail equals any.
    void add(value finding) {
        const auto is_same = [&](const value& other) {
            const auto detail = text_at(finding, "/detail");
            const auto other_detail = text_at(other, "/detail");
            return text_at(other, "/code") == text_at(finding, "/code") &&
                   (detail.empty() || other_detail.empty() || detail == other_detail);
        };
        if (std::ranges::none_of(list_, is_same)) list_.push_back(std::move(finding));
    }
    void add(const Finding& finding) { add(value(to_json(finding, language_))); }
    void add(const std::vector<Finding>& findings) {
        for (const Finding& finding : findings) add(finding);
    }

    [[nodiscard]] bool has_errors() const {
        return std::ranges::any_of(list_, [](const value& one) { return text_at(one, "/severity") == "error"; });
    }
    void cannot_see(Cause cause) { not_examined_.push_back(cause); }

    [[nodiscard]] std::string json() const {
        return serialize(boost::json::object{{"findings", list_}, {"not_examined", codes_of(not_examined_)}}) + '\n';
    }
    [[nodiscard]] PersonalText text(Colour colour) const {
        Sheet sheet{language_, colour};
        if (list_.empty()) sheet.heading(Phrase{"Nothing wrong was found.", "未发现问题。"}.in(language_), Tone::good);
        for (const value& finding : list_) {
            const bool is_warning = text_at(finding, "/severity") == "warning";
            sheet.heading(scalar_at(finding, "/title").view(), is_warning ? Tone::doubtful : Tone::bad);
            sheet.row({"Code", "代码"}, scalar_at(finding, "/code").view());
            sheet.row({"Severity", "严重程度"},
                      is_warning ? Phrase{"warning", "警告"}.in(language_) : Phrase{"error", "错误"}.in(language_));
            sheet.row({"Remedy", "处理办法"}, scalar_at(finding, "/remedy").view());
            sheet.row({"Detail", "详情"}, scalar_at(finding, "/detail").view());
        }
        if (!not_examined_.empty()) {
            // Root sees every process: what is not there does not run.
            sheet.heading(::geteuid() == 0
                              ? Phrase{"Not examined, because pcscd does not run:", "pcscd 未运行，以下各项未作检查："}
                              : Phrase{"Not examined, because this user cannot see it; run as root to see more:",
                                       "以下各项对当前用户不可见，未作检查；以 root 身份可见更多："});
            for (const Cause cause : not_examined_) sheet.row({"Code", "代码"}, explanation_of(cause).code);
        }
        return PersonalText{sheet.text()};
    }

  private:
    Language language_;
    boost::json::array list_;
    std::vector<Cause> not_examined_;
};

class Examination {
  public:
    Examination(const std::string& socket, Findings& findings) : socket_(socket), findings_(findings) {}

    /// Adds the daemon's findings; an error if it cannot be asked.
    fivestar_error ask_daemon(client::Connection& connection) {
        const auto answer = connection.send(client::request_for("GET", "/v1/diagnosis"));
        if (!answer) return answer.error();
        if (answer->is_success()) {
            const auto parsed = parse_json(answer->body());
            if (!parsed) return FIVESTAR_MALFORMED;
            const auto* const found = at(*parsed, "/findings").if_array();
            if (found == nullptr) return FIVESTAR_MALFORMED;
            for (const value& finding : *found) findings_.add(finding);
        } else if (answer->status() != forbidden) {
            return FIVESTAR_MALFORMED;
        }
        if (::geteuid() == 0) return FIVESTAR_OK;  // root needs no grant to read cards
        const auto read = connection.send(client::request_for("GET", "/v1/reads/none"));
        if (!read) return read.error();
        const std::string who = "uid " + std::to_string(::geteuid());
        if (read->status() == forbidden) {
            findings_.add(Finding{Cause::no_grant, who});
        } else if (!answer->is_success()) {
            findings_.add(Finding{Cause::diagnosis_not_granted, who});
        }
        return FIVESTAR_OK;
    }

    /// Adds the cause of a failure; false if it is unknown.
    bool explain(fivestar_error failure) {
        // A daemon whose configuration has an error closes the connections that wait for it.
        if (failure == FIVESTAR_UNREACHABLE || failure == FIVESTAR_DISCONNECTED) {
            findings_.add(Finding{Cause::daemon_not_running, socket_});
        } else if (failure == FIVESTAR_NOT_PERMITTED) {
            findings_.add(Finding{Cause::socket_refuses, description_of(socket_)});
        } else {
            return false;
        }
        findings_.add(diagnosis::examine_pcscd_socket(machine_));
        return true;
    }

    /// Examines the machine as this user sees it, outside the daemon's sandbox.
    void look_around() {
        findings_.add(diagnosis::examine_process_visibility(machine_));
        findings_.add(diagnosis::examine_pcscd(machine_));
        findings_.add(diagnosis::examine_usb_readers(machine_));
        findings_.add(diagnosis::examine_serial_readers(machine_));
        findings_.add(diagnosis::examine_scanners(machine_));
        findings_.add(diagnosis::examine_browsers(machine_));
        if (!diagnosis::pcscd_is_seen(machine_)) {
            for (const Cause cause :
                 {Cause::pcscd_logs_exchanges, Cause::reader_not_permitted, Cause::serial_port_refused}) {
                findings_.cannot_see(cause);
            }
        }
        if (::geteuid() != 0) {  // files that other users have open are hidden
            findings_.cannot_see(Cause::serial_port_held);
            if (diagnosis::has_scanners(machine_)) findings_.cannot_see(Cause::scanner_held);
        }
    }

  private:
    const std::string& socket_;
    Findings& findings_;
    diagnosis::Machine machine_;
};

fivestar_error ask(const Arguments& arguments, Interruption& interruption, Examination& examination) {
    auto connection = client::Connection::open(arguments.socket_path);
    if (!connection) return connection.error();
    (void)connection->set_language(message_language());  // a tag is a header
    const Interruption::Call cancel{interruption, [&] { connection->cancel(); }};
    return examination.ask_daemon(*connection);
}

}  // namespace

ExitCode run_doctor(const Arguments& arguments, Console& console, Interruption& interruption) {
    Findings findings{spoken(message_language())};
    Examination examination{arguments.socket_path, findings};
    const fivestar_error failure = ask(arguments, interruption, examination);
    if (failure == FIVESTAR_CANCELLED && interruption.happened()) {
        complain(console, failure);
        return ExitCode::interrupted;
    }
    const bool is_explained = failure == FIVESTAR_OK || examination.explain(failure);
    if (!is_explained) complain(console, failure);
    examination.look_around();
    const bool is_shown =
        arguments.json ? console.print(printable_json(findings.json()).view())
                       : console.print(findings.text(console.shows_colour() ? Colour::shown : Colour::none).view());
    return is_shown && is_explained && !findings.has_errors() ? ExitCode::done : ExitCode::problem;
}

}  // namespace fivestar::cli
