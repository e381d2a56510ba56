// SPDX-License-Identifier: Apache-2.0
// The state of a process and the codes of problems, which docs/COMPAT.md lists, against a scripted daemon.
#include "compat/desk.hpp"

#include "tests/compat/c_interface.h"
#include "tests/compat/scripted_daemon.hpp"

#include <array>
#include <atomic>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::compat {
namespace {

using test::good_read;
using test::problem;
using test::readers_with;
using test::ScriptedDaemon;
using testing::HasSubstr;

Code read_with(Desk& desk) {
    if (const Code found = desk.find(1001, 1); found != Code::found) return found;
    if (const Code selected = desk.select(1001, 1); selected != Code::success) return selected;
    const auto message = desk.read(1001, 1);
    return message ? Code::success : message.error();
}

TEST(CompatDesk, ReadsACardOnce) {
    const ScriptedDaemon daemon{{{200, good_read}, {200, good_read}, {200, good_read}}};
    Desk desk;
    EXPECT_EQ(read_with(desk), Code::success);
    EXPECT_EQ(desk.find(1001, 1), Code::not_found);
    EXPECT_TRUE(desk.read(1001, 1)) << "the card that was selected can be read again";
    Octets<most_addresses> addresses;
    EXPECT_EQ(desk.addresses(1001, 1, addresses), Code::success);
    EXPECT_TRUE(addresses.empty());
    EXPECT_EQ(desk.addresses(1001, 1, addresses), Code::success) << "known, and not asked again";
    EXPECT_EQ(desk.reset(1001, 1), Code::success);
    EXPECT_EQ(desk.find(1001, 1), Code::found);
    for (const std::string& request : daemon.requests()) {
        if (!request.starts_with("POST")) continue;
        EXPECT_THAT(request, HasSubstr(R"("require":["access"],"wait_seconds":2,"reader":"desk","card":"c1")"));
    }
}

TEST(CompatDesk, KnowsNoPortWithoutAModule) {
    const ScriptedDaemon daemon{{}};
    Desk desk;
    EXPECT_EQ(desk.open(1001), Code::success);
    EXPECT_EQ(desk.open(1002), Code::port) << "the plain reader is no port";
    EXPECT_EQ(desk.find(1001, 0), Code::found);
    EXPECT_EQ(desk.close(1001), Code::success);
    EXPECT_EQ(desk.find(1001, 0), Code::port);
    EXPECT_EQ(*desk.sam_id(1001, 1), "05.03-20150101-0001234567-0123456789");
}

TEST(CompatDesk, FindsNothingOnAnEmptyReader) {
    const ScriptedDaemon daemon{{}, readers_with("")};
    Desk desk;
    EXPECT_EQ(desk.find(1001, 1), Code::not_found);
    EXPECT_EQ(desk.select(1001, 1), Code::not_selected);
    EXPECT_EQ(desk.read(1001, 1).error(), Code::read);
}

struct Case {
    ScriptedDaemon::Answer answer;
    int code;
    int code_of_next_find;
};

TEST(CompatDesk, GivesEachProblemItsCode) {
    const std::vector<Case> cases{
        {problem(422, "document_not_accepted"), 0x40, 0x80},
        {problem(422, "unsupported_card"), 0x40, 0x80},
        {problem(422, "requirement_failed"), 0x32, 0x80},
        {problem(502, "card_data_invalid"), 0x33, 0x80},
        {problem(409, "card_removed"), 0x41, 0x9F},
        {problem(409, "card_changed"), 0x41, 0x9F},
        {problem(502, "sam_error", R"(,"module_code":"31")"), 0x31, 0x9F},
        {problem(502, "sam_error", R"(,"module_code":"47")"), 0x47, 0x9F},
        {problem(502, "sam_error", R"(,"module_code":"66")"), 0x66, 0x9F},
        {problem(502, "sam_error", R"(,"module_code":"FF")"), 0x02, 0x9F},
        {problem(502, "sam_error", R"(,"module_code":"nonsense")"), 0x41, 0x9F},
        {problem(502, "sam_error"), 0x41, 0x9F},
        {problem(423, "reader_busy"), 0x02, 0x9F},
        {problem(429, "too_many_requests"), 0x02, 0x9F},
        {problem(503, "shutting_down"), 0x02, 0x9F},
        {problem(404, "no_such_reader"), 0x01, 0x9F},
        {{200, "{}"}, 0x33, 0x80},
        {{200, R"({"record":{"raw":{"cn_text":"AAAA"}}})"}, 0x33, 0x80},
        {{200, "no JSON"}, 0x33, 0x80},
    };
    for (const Case& each : cases) {
        const ScriptedDaemon daemon{{each.answer}};
        Desk desk;
        EXPECT_EQ(number_of(read_with(desk)), each.code) << each.answer.body;
        EXPECT_EQ(number_of(desk.find(1001, 1)), each.code_of_next_find) << each.answer.body;
    }
}

TEST(CompatDesk, ReadsWithoutAPortraitThatIsNotGranted) {
    const std::string without = R"({"record":{"raw":{"cn_text":")" + test::base64_text + R"("}}})";
    const ScriptedDaemon daemon{{problem(403, "not_granted"), {200, without}}};
    Desk desk;
    ASSERT_EQ(desk.find(1001, 1), Code::found);
    ASSERT_EQ(desk.select(1001, 1), Code::success);
    const auto message = desk.read(1001, 1);
    ASSERT_TRUE(message);
    EXPECT_EQ((*message)->text.size(), text_size);
    EXPECT_TRUE((*message)->portrait.empty());

    const ScriptedDaemon strict{{problem(403, "not_granted"), problem(403, "not_granted")}};
    Desk refused;
    EXPECT_EQ(read_with(refused), Code::refused);
}

TEST(CompatDesk, HasNoPortWithoutADaemonOrWithABadConfiguration) {
    ::setenv("FIVESTAR_COMPAT_CONFIG", "/nonexistent/compat.toml", 1);
    Desk desk;
    EXPECT_EQ(desk.open(1001), Code::port);
    EXPECT_EQ(desk.close(1001), Code::port);
}

TEST(CompatDesk, ServesThreadsAndForks) {
    const test::TemporaryDirectory directory;
    const std::string file = directory.path() / "compat.toml";
    std::ofstream{file} << "socket = \"" << (directory.path() / "nobody").string() << "\"\n";
    ::setenv("FIVESTAR_COMPAT_CONFIG", file.c_str(), 1);
    Desk desk;
    std::atomic<bool> stop = false;
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&] {
            while (!stop) {
                EXPECT_EQ(desk.find(1001, 1), Code::port);
                EXPECT_EQ(desk.close(1001), Code::success);
            }
        });
    }
    for (int times = 0; times < 20; ++times) {
        desk.before_fork();
        desk.after_fork();
    }
    stop = true;
    for (std::thread& thread : threads) thread.join();
}

TEST(CompatDesk, KeepsTheRateOfASerialPort) {
    const test::TemporaryDirectory directory;
    const std::string file = directory.path() / "compat.toml";
    std::ofstream{file} << "[ports]\n3 = \"desk\"\n1001 = \"desk\"\n";
    ::setenv("FIVESTAR_COMPAT_CONFIG", file.c_str(), 1);
    Desk desk;
    EXPECT_EQ(*desk.rate(3), 115200U);
    EXPECT_EQ(desk.rate(1001).error(), Code::port);
    EXPECT_EQ(desk.rate(4).error(), Code::port);
    EXPECT_EQ(desk.set_rate(3, 9600, 19200), Code::timeout) << "a wrong present rate";
    EXPECT_EQ(desk.set_rate(3, 115200, 4800), Code::parameter);
    EXPECT_EQ(desk.set_rate(3, 115200, 19200), Code::success);
    EXPECT_EQ(*desk.rate(3), 19200U);
}

// The functions in C share the state of the process, so this is the only test with them.
TEST(SdtApi, ServesAProgramInC) {
    {
        const ScriptedDaemon daemon{{{200, good_read}}};
        std::array<unsigned char, 256> text{};
        std::array<unsigned char, 1024> photo{};
        text.fill(0xA5);
        EXPECT_EQ(c_program_read(text.data(), photo.data()), 0x90);
        EXPECT_EQ(text, (std::array<unsigned char, 256>{}));
        EXPECT_EQ(c_program_call_all(1001), 2) << "open and close; the rest had wrong parameters or no open port";
        EXPECT_EQ(c_program_call_layers(1001), 3) << "InitComm, CardOn and CloseComm";
        for (const int port : {-1, 0, 17, 1017, 1 << 30}) {
            EXPECT_EQ(c_program_call_all(port), 0) << port;
            EXPECT_EQ(c_program_call_layers(port), 0) << port;
        }
    }  // its thread would be a leak of the child
    const pid_t child = ::fork();
    if (child == 0) ::_exit(c_program_call_all(-1));
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace fivestar::compat
