// SPDX-License-Identifier: Apache-2.0
#include "cli/session.hpp"

#include "cli/json.hpp"
#include "cli/locale.hpp"
#include "cli/views/printable.hpp"
#include "cli/views/status_view.hpp"

#include <string>

namespace fivestar::cli {
namespace {

std::string_view explanation(fivestar_error error) {
    const bool chinese = spoken(message_language()) == Language::chinese;
    switch (error) {
        case FIVESTAR_UNREACHABLE:
            return chinese ? "没有程序在监听该套接字：fivestard 是否已启动？原因：fivestarctl doctor"
                           : "no process listens on the socket: is fivestard running? See: fivestarctl doctor";
        case FIVESTAR_NOT_PERMITTED:
            return chinese ? "当前用户无权使用该套接字：sudo adduser $USER fivestar，然后重新登录"
                           : "this user may not use the socket: sudo adduser $USER fivestar, and log in again";
        case FIVESTAR_DISCONNECTED:
            return chinese ? "守护进程在应答完成之前关闭了连接"
                           : "the daemon closed the connection before the answer was complete";
        case FIVESTAR_TIMED_OUT:
            return chinese ? "守护进程未及时应答" : "the daemon did not answer in time";
        case FIVESTAR_CANCELLED:
            return chinese ? "已中断" : "interrupted";
        case FIVESTAR_MALFORMED:
            return chinese ? "监听该套接字的程序不使用此协议"
                           : "the process that listens on the socket does not speak this protocol";
        case FIVESTAR_TOO_LARGE:
            return chinese ? "应答超过了本程序允许的大小" : "the answer exceeds the limit of this program";
        case FIVESTAR_INVALID_ARGUMENT:
            return chinese ? "该路径不能作为套接字路径" : "the path cannot be the path of a socket";
        default:
            return chinese ? "操作系统拒绝了请求" : "the operating system refused the request";
    }
}

}  // namespace

void complain(Console& console, fivestar_error error) {
    console.complain(std::string{fivestar_error_name(error)}.append(": ").append(explanation(error)));
}

ExitCode Session::failed(fivestar_error error) {
    complain(console, error);
    return error == FIVESTAR_CANCELLED && interruption.happened() ? ExitCode::interrupted : ExitCode::problem;
}

ExitCode Session::problem(std::string_view body) {
    const auto parsed = parse_json(body);
    if (!parsed) return failed(FIVESTAR_MALFORMED);
    if (arguments.json) {
        (void)print_json(body);
    } else {
        console.complain(problem_text(*parsed, language).view());
    }
    return ExitCode::problem;
}

ExitCode Session::print_json(std::string_view body) {
    PersonalText line = printable_json(body);
    if (!line.view().ends_with('\n')) line.push_back('\n');
    return print(line.view());
}

ExitCode Session::print(std::string_view text) {
    if (console.print(text)) return ExitCode::done;
    console.complain("the output cannot be written");
    return ExitCode::problem;
}

std::expected<boost::json::value, ExitCode> Session::show(const fivestar_request& request, View view) {
    const auto response = connection.send(request);
    if (!response) return std::unexpected{failed(response.error())};
    if (!response->is_success()) return std::unexpected{problem(response->body())};
    auto answer = parse_json(response->body());
    if (!answer) return std::unexpected{failed(FIVESTAR_MALFORMED)};
    const ExitCode printed = arguments.json ? print_json(response->body()) : print(view(*answer, language).view());
    if (printed != ExitCode::done) return std::unexpected{printed};
    return *std::move(answer);
}

}  // namespace fivestar::cli
