#include "diagnosis/machine.hpp"

#include "diagnosis/machine_text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace fivestar::diagnosis {
namespace {

// More than any of these texts has where all is in order; what lies behind is not looked at.
constexpr std::size_t longest_text = std::size_t{1} << 20U;
constexpr int most_processes = 1 << 16;

/// The file's beginning; empty if it cannot be read.
std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text;
    char part[4096];
    while (text.size() < longest_text && (file.read(part, sizeof part), file.gcount() > 0)) {
        text.append(part, static_cast<std::size_t>(file.gcount()));
    }
    return text;
}

bool is_process_id(const std::string& name) {
    return std::ranges::all_of(name, [](char character) { return character >= '0' && character <= '9'; });
}

}  // namespace

std::vector<Finding> examine_pcscd(const Machine& machine) {
    std::vector<Finding> findings;
    struct stat status{};
    if (::stat(machine.pcscd_socket.c_str(), &status) == 0 && (status.st_mode & S_IWOTH) != 0) {
        findings.push_back({Cause::pcscd_open, machine.pcscd_socket.string()});
    }
    std::error_code error;
    std::filesystem::directory_iterator process{machine.proc, error};
    for (int seen = 0; !error && process != std::filesystem::directory_iterator{} && seen < most_processes; ++seen) {
        const std::string id = process->path().filename().string();
        if (is_process_id(id) && text_of(process->path() / "comm") == "pcscd\n" &&
            logs_exchanges(text_of(process->path() / "cmdline"))) {
            findings.push_back({Cause::pcscd_logs_exchanges, "pid " + id});
        }
        process.increment(error);
    }
    return findings;
}

std::vector<Finding> examine_user_namespace(const Machine& machine) {
    if (!leaves_out_users(text_of(machine.proc / "self" / "uid_map"))) return {};
    return {{Cause::private_users}};
}

std::vector<Finding> examine_process_visibility(const Machine& machine) {
    if (!hides_processes(text_of(machine.proc / "self" / "mountinfo"))) return {};
    return {{Cause::processes_hidden}};
}

std::vector<Finding> examine_pcscd_socket(const Machine& machine) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = machine.pcscd_socket.string();
    if (path.size() >= sizeof address.sun_path) return {};
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (connection < 0) return {};
    const bool failed = ::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
    const int cause = failed ? errno : 0;
    ::close(connection);
    if (cause == ENOENT || cause == ECONNREFUSED) return {{Cause::pcscd_not_running, path}};
    return {};
}

}  // namespace fivestar::diagnosis
