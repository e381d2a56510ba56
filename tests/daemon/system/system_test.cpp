// SPDX-License-Identifier: Apache-2.0
// The daemon's interfaces to the system, with sockets, files, signals and environment variables as in sd_notify(3),
// sd_watchdog_enabled(3), sd_listen_fds(3) and systemd.exec(5).
#include "crypto/base/descriptor.hpp"
#include "daemon/system/accounts.hpp"
#include "daemon/system/journal.hpp"
#include "daemon/system/log.hpp"
#include "daemon/system/process.hpp"
#include "daemon/system/service_manager.hpp"
#include "daemon/system/signals.hpp"
#include "tests/support/temporary_directory.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::JournalSender;
using daemon::ServiceManager;
using testing::HasSubstr;
using testing::MatchesRegex;

/// Sets an environment variable during a test.
class Variable {
  public:
    Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { ::unsetenv(name_); }

  private:
    const char* name_;
};

TEST(ServiceManager, DoesNothingWithoutSystemd) {
    const ServiceManager manager;
    manager.ready();
    manager.stopping();
    EXPECT_EQ(manager.alive_interval(), std::nullopt);
    ASSERT_TRUE(manager.passed_socket());
    EXPECT_EQ(*manager.passed_socket(), std::nullopt);
}

TEST(ServiceManager, SendsTheState) {
    const Descriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    // The kernel chooses an abstract name.
    ASSERT_EQ(::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address.sun_family), 0);
    socklen_t size = sizeof address;
    ASSERT_EQ(::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    const std::string name{address.sun_path + 1, size - sizeof address.sun_family - 1};
    const Variable notify_socket{"NOTIFY_SOCKET", "@" + name};

    const ServiceManager manager;
    const auto heard = [&] {
        std::array<char, 256> buffer{};
        const ssize_t count = ::recv(socket.number(), buffer.data(), buffer.size(), 0);
        return std::string{buffer.data(), count < 0 ? 0 : static_cast<std::size_t>(count)};
    };
    manager.ready();
    EXPECT_EQ(heard(), "READY=1");
    manager.alive();
    EXPECT_EQ(heard(), "WATCHDOG=1");
    manager.reloading();
    EXPECT_THAT(heard(), MatchesRegex("RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]*"));
    manager.stopping();
    EXPECT_EQ(heard(), "STOPPING=1");
    EXPECT_EQ(heard(), "");
}

TEST(ServiceManager, HalvesTheIntervalOfTheWatchdog) {
    const Variable interval{"WATCHDOG_USEC", "3000000"};
    const Variable pid{"WATCHDOG_PID", std::to_string(::getpid())};
    EXPECT_EQ(ServiceManager{}.alive_interval(), std::chrono::microseconds{1500000});
    EXPECT_EQ(std::getenv("WATCHDOG_USEC"), nullptr) << "no child uses it";
}

TEST(ServiceManager, LeavesTheWatchdogOfAnotherProcessAlone) {
    const Variable interval{"WATCHDOG_USEC", "3000000"};
    const Variable pid{"WATCHDOG_PID", "1"};
    EXPECT_EQ(ServiceManager{}.alive_interval(), std::nullopt);
}

TEST(ServiceManager, TakesOnePassedSocket) {
    // Passed descriptors begin at 3. A descriptor that has this number now is moved.
    constexpr int first_passed = 3;
    const Descriptor aside{::fcntl(first_passed, F_DUPFD_CLOEXEC, 10)};
    const Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ASSERT_EQ(::dup2(socket.number(), first_passed), first_passed);
    {
        const Variable pid{"LISTEN_PID", std::to_string(::getpid())};
        const Variable count{"LISTEN_FDS", "1"};
        const ServiceManager manager;
        ASSERT_TRUE(manager.passed_socket());
        EXPECT_EQ(*manager.passed_socket(), first_passed);
        EXPECT_EQ(std::getenv("LISTEN_FDS"), nullptr);
    }
    ASSERT_GE(::fcntl(first_passed + 1, F_GETFD) >= 0 ? 0 : ::dup2(socket.number(), first_passed + 1), 0);
    {
        const Variable pid{"LISTEN_PID", std::to_string(::getpid())};
        const Variable count{"LISTEN_FDS", "2"};
        const ServiceManager manager;
        ASSERT_FALSE(manager.passed_socket());
        EXPECT_THAT(manager.passed_socket().error(), HasSubstr("2 sockets"));
    }
    if (aside) {
        ASSERT_EQ(::dup2(aside.number(), first_passed), first_passed);
    } else {
        ::close(first_passed);
    }
}

TEST(Signals, ReachTheirCallbacks) {
    boost::asio::io_context context{1};
    std::string heard;
    const daemon::Signals signals{context, [&] { heard += 'r'; },
                                  [&] {
                                      heard += 's';
                                      context.stop();
                                  }};
    boost::asio::post(context, [] {
        ::raise(SIGHUP);
        ::raise(SIGTERM);
    });
    context.run();
    EXPECT_EQ(heard, "rs");
    context.restart();
    boost::asio::post(context, [] { ::raise(SIGINT); });
    context.run();
    EXPECT_EQ(heard, "rss");
}

/// Returns the result of `check` in a child process.
template <class Check>
bool in_child(Check check) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(check() ? 0 : 1);
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Process, LeavesNoCore) {
    EXPECT_TRUE(in_child([] {
        rlimit limit{};
        return daemon::forbid_core_dumps() && ::prctl(PR_GET_DUMPABLE) == 0 && ::getrlimit(RLIMIT_CORE, &limit) == 0 &&
               limit.rlim_cur == 0 && limit.rlim_max == 0;
    }));
}

TEST(Process, SurvivesABrokenPipe) {
    EXPECT_TRUE(in_child([] {
        daemon::ignore_broken_pipes();
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) return false;
        ::close(ends[0]);
        return ::write(ends[1], "x", 1) == -1 && errno == EPIPE;
    }));
}

TEST(Accounts, AreFoundByName) {
    EXPECT_EQ(daemon::uid_of("root"), 0U);
    EXPECT_EQ(daemon::gid_of("root"), 0U);
    EXPECT_EQ(daemon::uid_of("no such user here"), std::nullopt);
    EXPECT_EQ(daemon::gid_of(""), std::nullopt);
}

/// Returns the text that `speak` writes to standard error.
template <class Speak>
std::string standard_error_of(Speak speak) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const Descriptor reading{ends[0]};
    Descriptor writing{ends[1]};
    const Descriptor before{::dup(STDERR_FILENO)};
    ::dup2(writing.number(), STDERR_FILENO);
    speak();
    ::dup2(before.number(), STDERR_FILENO);
    writing = Descriptor{};
    std::string text(4096, '\0');
    const ssize_t count = ::read(reading.number(), text.data(), text.size());
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
}

TEST(Log, WritesLinesWithTimeAndLevel) {
    const std::string text = standard_error_of([] {
        const auto log = daemon::make_standard_error_log();
        log->info("reader {} has {} cards", "front", 2);
        log->warning("careful");
        log->error("wrong");
    });
    EXPECT_THAT(text, MatchesRegex("20[0-9-]+T[0-9:.+-]+ info: reader front has 2 cards\n"
                                   "20[0-9-]+T[0-9:.+-]+ warning: careful\n"
                                   "20[0-9-]+T[0-9:.+-]+ error: wrong\n"));
}

/// Returns the value of JOURNAL_STREAM for a process whose standard error the journal reads.
std::string standard_error_stream() {
    struct stat status{};
    ::fstat(STDERR_FILENO, &status);
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

TEST(Log, WritesPrioritiesForAJournalWithoutASocket) {
    const std::string text = standard_error_of([] {
        const Variable stream{"JOURNAL_STREAM", standard_error_stream()};
        const auto log = daemon::make_standard_error_log("/nonexistent");
        log->info("a");
        log->warning("b");
        log->error("c");
    });
    EXPECT_EQ(text, "<6>a\n<4>b\n<3>c\n");
}

TEST(Log, WritesOneLineWithoutControlCharacters) {
    const std::string text =
        standard_error_of([] { daemon::make_standard_error_log()->info("a\nb\x1B[2J{}", "\r{}"); });
    EXPECT_THAT(text, testing::EndsWith(" info: a?b?[2J?{}\n"));
}

/// A journal that reads on request.
class Journal {
  public:
    Journal() { listen(); }
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "socket"; }
    /// Closes its socket and listens at the same path again.
    void restart() {
        std::filesystem::remove(path());
        socket_ = Descriptor{};
        listen();
    }
    /// Returns the next entry; empty after a time-out.
    [[nodiscard]] std::string read() const {
        pollfd ready{.fd = socket_.number(), .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, 10'000) != 1) return {};
        std::string entry(65536, '\0');
        const ssize_t size = ::recv(socket_.number(), entry.data(), entry.size(), 0);
        entry.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        return entry;
    }

  private:
    void listen() {
        socket_ = Descriptor{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        path().native().copy(address.sun_path, sizeof address.sun_path - 1);
        if (::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw std::runtime_error{"cannot bind"};
        }
    }

    const TemporaryDirectory directory_;
    Descriptor socket_;
};

// The format is that of https://systemd.io/JOURNAL_NATIVE_PROTOCOL/, the priorities are those of syslog(3).
TEST(Log, SendsFieldsToTheJournal) {
    const Journal journal;
    const std::string text = standard_error_of([&] {
        const Variable stream{"JOURNAL_STREAM", standard_error_stream()};
        const auto log = daemon::make_standard_error_log(journal.path());
        log->info("a {}", 1);
        log->warning("b");
        log->error("c\nPRIORITY=7");
        const std::array fields{daemon::LogField{"FIVESTAR_READER", "front\nMESSAGE=x\x1B"},
                                daemon::LogField{"FIVESTAR_FIELD", "portrait"},
                                daemon::LogField{"FIVESTAR_FIELD", "holder.names.chinese"}};
        log->record("d", fields);
        EXPECT_EQ(log->lost(), 0U);
    });
    EXPECT_EQ(text, "");
    EXPECT_EQ(journal.read(), "MESSAGE=a 1\nPRIORITY=6\nSYSLOG_IDENTIFIER=fivestard\n");
    EXPECT_EQ(journal.read(), "MESSAGE=b\nPRIORITY=4\nSYSLOG_IDENTIFIER=fivestard\n");
    EXPECT_EQ(journal.read(), "MESSAGE=c?PRIORITY=7\nPRIORITY=3\nSYSLOG_IDENTIFIER=fivestard\n");
    EXPECT_EQ(journal.read(),
              "MESSAGE=d\nPRIORITY=6\nSYSLOG_IDENTIFIER=fivestard\nFIVESTAR_READER=front?MESSAGE=x?\n"
              "FIVESTAR_FIELD=portrait\nFIVESTAR_FIELD=holder.names.chinese\n");
}

TEST(JournalSender, NeedsAJournal) {
    EXPECT_EQ(JournalSender::connect("/nonexistent"), nullptr);
    EXPECT_EQ(JournalSender::connect("/" + std::string(200, 'x')), nullptr);
}

TEST(JournalSender, QueuesEntriesAndCountsLostOnes) {
    const Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    // Twice the entries that are kept. The kernel buffers some more, and the thread holds one.
    constexpr std::size_t sent = 2 * JournalSender::most_waiting;
    for (std::size_t count = 0; count < sent; ++count) sender->send(std::to_string(count));
    const std::uint64_t lost = sender->lost();
    EXPECT_GT(lost, 0U);
    EXPECT_LE(lost, sent - JournalSender::most_waiting);
    const std::string_view telling = "MESSAGE=log entries lost because the journal did not take them: ";
    std::size_t last = 0;  // and one
    std::size_t taken = 0;
    std::uint64_t told = 0;
    while (taken < sent - lost || told < lost) {
        const std::string entry = journal.read();
        ASSERT_NE(entry, "") << taken << " of " << sent << " were taken, " << lost << " lost";
        if (entry.starts_with(telling)) {
            told += std::stoull(entry.substr(telling.size()));
            EXPECT_THAT(entry, HasSubstr("\nPRIORITY=4\nSYSLOG_IDENTIFIER=fivestard\n"));
        } else {
            const std::size_t number = std::stoull(entry) + 1;
            EXPECT_GT(number, last) << "in order, none twice";
            last = number;
            ++taken;
        }
    }
    EXPECT_EQ(taken, sent - lost);
    EXPECT_EQ(told, lost);
    EXPECT_EQ(sender->lost(), lost);
}

TEST(JournalSender, FindsAJournalThatWasRestarted) {
    Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    sender->send("before");
    EXPECT_EQ(journal.read(), "before");
    journal.restart();
    sender->send("after");
    EXPECT_EQ(journal.read(), "after");
    EXPECT_EQ(sender->lost(), 0U);
}

TEST(JournalSender, LosesOnlyAnEntryThatIsTooLarge) {
    const Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    sender->send(std::string(std::size_t{64} * 1024 * 1024, 'x'));
    sender->send("next");
    EXPECT_EQ(journal.read(), "next");
    EXPECT_THAT(journal.read(), HasSubstr("did not take them: 1\n"));
    EXPECT_EQ(sender->lost(), 1U);
}

TEST(JournalSender, DoesNotWaitForeverForAJournalThatDoesNotRead) {
    const Journal journal;
    const auto sender = JournalSender::connect(journal.path());
    ASSERT_NE(sender, nullptr);
    for (std::size_t count = 0; count < JournalSender::most_waiting; ++count) sender->send("entry");
    // Passes if the destructor returns: it does not wait for a journal that does not read.
}

}  // namespace
}  // namespace fivestar::test
