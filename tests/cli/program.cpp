// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <utmp.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;
constexpr unsigned short columns = 80;

[[noreturn]] void execute(const std::vector<std::string>& arguments) {
    std::vector<char*> texts{const_cast<char*>("fivestarctl")};
    for (const std::string& argument : arguments) texts.push_back(const_cast<char*>(argument.c_str()));
    texts.push_back(nullptr);
    ::execv(FIVESTARCTL, texts.data());
    ::_exit(127);
}

int exit_code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Pipe {
    int read_end = -1;
    int write_end = -1;
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
        read_end = ends[0];
        write_end = ends[1];
    }
};

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> piece{};
    ssize_t came = 0;
    while ((came = ::read(descriptor, piece.data(), piece.size())) > 0) {
        text.append(piece.data(), static_cast<std::size_t>(came));
    }
    ::close(descriptor);
    return text;
}

}  // namespace

ProgramResult run_fivestarctl(const std::vector<std::string>& arguments, std::string_view input) {
    const Pipe in;
    const Pipe out;
    const Pipe err;
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error{"no process"};
    if (process == 0) {
        ::dup2(in.read_end, STDIN_FILENO);
        ::dup2(out.write_end, STDOUT_FILENO);
        ::dup2(err.write_end, STDERR_FILENO);
        execute(arguments);
    }
    for (const int end : {in.read_end, out.write_end, err.write_end}) ::close(end);
    std::jthread feeder{[&] {
        sigset_t broken_pipe;  // a program need not read all of its input
        ::sigemptyset(&broken_pipe);
        ::sigaddset(&broken_pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
        [[maybe_unused]] const ssize_t written = ::write(in.write_end, input.data(), input.size());
        ::close(in.write_end);
    }};
    ProgramResult result;
    std::jthread errors{[&] { result.errors = read_all(err.read_end); }};
    result.output = read_all(out.read_end);
    errors.join();
    int status = 0;
    ::waitpid(process, &status, 0);
    result.exit_code = exit_code_of(status);
    return result;
}

TerminalProgram::TerminalProgram(const std::vector<std::string>& arguments) {
    const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    if (::openpty(&terminal_, &side_of_program_, nullptr, nullptr, &size) != 0) throw std::runtime_error{"no terminal"};
    ::fcntl(terminal_, F_SETFD, FD_CLOEXEC);
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error{"no process"};
    if (process_ == 0) {
        ::login_tty(side_of_program_);
        ::setenv("TERM", "xterm", 1);
        execute(arguments);
    }
}

TerminalProgram::~TerminalProgram() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(terminal_);
    ::close(side_of_program_);
}

bool TerminalProgram::read_more(int milliseconds) {
    pollfd waited{.fd = terminal_, .events = POLLIN, .revents = 0};
    std::array<char, 4096> piece{};
    if (::poll(&waited, 1, milliseconds) <= 0) return false;
    const ssize_t came = ::read(terminal_, piece.data(), piece.size());
    if (came > 0) shown_.append(piece.data(), static_cast<std::size_t>(came));
    return came > 0;
}

const std::string& TerminalProgram::wait_for(std::string_view text) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!shown_.contains(text) && std::chrono::steady_clock::now() < deadline) read_more(50);
    return shown_;
}

void TerminalProgram::type(std::string_view text) const {
    [[maybe_unused]] const ssize_t written = ::write(terminal_, text.data(), text.size());
}

bool TerminalProgram::echoes() const {
    termios settings{};
    ::tcgetattr(side_of_program_, &settings);
    return (settings.c_lflag & static_cast<tcflag_t>(ECHO)) != 0;
}

void TerminalProgram::send_signal(int signal) const {
    ::kill(process_, signal);
}

ProgramResult TerminalProgram::finish() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    ProgramResult result;
    int status = 0;
    while (process_ > 0) {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error{"fivestarctl does not end"};
        read_more(20);
        if (::waitpid(process_, &status, WNOHANG) == process_) {
            process_ = -1;
            result.exit_code = exit_code_of(status);
        }
    }
    while (read_more(20)) {
    }
    result.output = shown_;
    return result;
}

}  // namespace fivestar::test
