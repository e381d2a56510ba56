// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace fivestar::cli {
namespace {

/// Readable by all: metrics are not personal.
constexpr mode_t for_everybody = 0644;

/// Writes a temporary file and renames it, so that node_exporter never sees half a page. A failure keeps the old file.
bool replace_file(const std::string& path, std::string_view page) {
    std::string beside = path + ".XXXXXX";
    const int file = ::mkostemp(beside.data(), O_CLOEXEC);
    if (file < 0) return false;
    Console output{file, STDERR_FILENO};
    const bool written = output.print(page) && ::fchmod(file, for_everybody) == 0;
    const bool closed = ::close(file) == 0;
    if (written && closed && ::rename(beside.c_str(), path.c_str()) == 0) return true;
    const int cause = errno;
    ::unlink(beside.c_str());
    errno = cause;
    return false;
}

}  // namespace

ExitCode execute(Session& session, const MetricsCommand& command) {
    const auto response = session.connection.send(client::request_for("GET", "/metrics"));
    if (!response) return session.failed(response.error());
    if (!response->is_success()) return session.problem(response->body());
    if (command.text_file.empty()) return session.print(response->body());
    if (replace_file(command.text_file, response->body())) return ExitCode::done;
    session.console.complain(std::string{"the metrics cannot be written: "} + std::strerror(errno));
    return ExitCode::problem;
}

}  // namespace fivestar::cli
