// The simulated SAM_V module without its line. tests/e2e/sam_module_test.py tests it over a serial port with other
// software.
#include "sim/data_file.hpp"
#include "sim/sam/faults.hpp"
#include "sim/sam/module.hpp"
#include "tests/sim/temporary_directory.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fivestar::sim::sam {
namespace {

const std::filesystem::path data_directory = test::source_directory() / "sim";

Bytes find_request() {
    return test::hex("AAAAAA9669 0003 2001 22");  // a published request
}

TEST(SamRequests, AreFoundWhateverLiesBetweenThemAndHoweverTheyArrive) {
    const Bytes stream = [] {
        Bytes octets = test::hex("00 AAAA 9669 AAAAAA 96 AA");
        for (int copies = 0; copies < 2; ++copies) append(octets, find_request());
        append(octets, test::hex("AAAAAA9669 0004 61FF50 CA"));
        return octets;
    }();
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        RequestParser parser;
        std::vector<Request> found;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            parser.feed(ByteView{stream}.subspan(at, std::min(step, stream.size() - at)));
            while (auto request = parser.next()) found.push_back(request->value());
        }
        ASSERT_EQ(found.size(), 3U) << step;
        EXPECT_EQ(code_of(found[1]), command::find);
        EXPECT_EQ(found[2].data, test::hex("50"));
    }
}

TEST(SamRequests, AreRefusedForTheirCheckAndLength) {
    RequestParser parser;
    parser.feed(test::hex("AAAAAA9669 0003 2001 23  AAAAAA9669 0002 2001  AAAAAA9669 0109"));
    for (const RequestFault fault : {RequestFault::check, RequestFault::length, RequestFault::length}) {
        const auto request = parser.next();
        ASSERT_TRUE(request.has_value() && !request->has_value());
        EXPECT_EQ(request->error(), fault);
    }
    EXPECT_FALSE(parser.next().has_value());
}

TEST(SamFrames, AreThePublishedOnes) {
    EXPECT_EQ(request_frame({.command = 0x30, .parameter = 0x05}), test::hex("AAAAAA9669 0003 3005 36"));
    EXPECT_EQ(answer_frame(status::find_failed), test::hex("AAAAAA9669 0004 000080 84"));
    EXPECT_EQ(answer_frame(status::card_found, Bytes(4)), test::hex("AAAAAA9669 0008 00009F 00000000 97"));
}

TEST(SamModule, AnswersAReadWithTheFixturesFrames) {
    for (const std::string kind : {"Y", "I", "J", "cn"}) {
        Module module;
        module.present({.text = test::read_vector_bytes("samv/text_" + kind + ".bin"),
                        .photo = Bytes(1024),
                        .fingerprints = Bytes(1024)});
        static_cast<void>(module.execute({0x20, 0x01}));
        static_cast<void>(module.execute({0x20, 0x02}));
        EXPECT_EQ(module.execute({0x30, 0x01}).frame, test::read_vector_bytes("samv/frame3001_" + kind + ".bin"));
        EXPECT_EQ(module.execute({0x30, 0x10}).frame, test::read_vector_bytes("samv/frame3010_" + kind + ".bin"));
    }
}

TEST(SamFaults, AreNamedOnceAndPlaced) {
    std::vector<std::string_view> names;
    for (const FaultProfile& profile : fault_profiles()) {
        EXPECT_EQ(Fault::parse(profile.name)->profile().kind, profile.kind) << profile.name;
        names.push_back(profile.name);
    }
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    for (const CommandName& each : command_names()) {
        EXPECT_TRUE(Fault::parse("silence@" + std::string{each.name} + ":2").has_value()) << each.name;
    }
    for (const char* wrong : {"", "none", "silence@", "silence@0", "silence@read:", "silence@read:0", "silence@write",
                              "silence@1:read", "silence@-1"}) {
        EXPECT_FALSE(Fault::parse(wrong).has_value()) << wrong;
    }
}

TEST(SamFaults, LeaveNoFrameAsItIs) {
    const Bytes request = find_request();
    for (const FaultProfile& profile : fault_profiles()) {
        for (const Bytes& answer : {answer_frame(0x90), answer_frame(0x90, Bytes(1284))}) {
            EXPECT_FALSE(damage(profile.kind, answer, request).empty()) << profile.name;
        }
    }
}

/// A copy of `resident` in a temporary directory with one part of its text replaced.
Result<Persona> load_changed(std::string_view from, std::string_view to) {
    const test::TemporaryDirectory directory;
    std::filesystem::create_directories(directory.path() / "personas/sam");
    std::string text{as_text(read_data_file(data_directory / "personas/sam/resident.json").value())};
    text.replace(text.find(from), from.size(), to);
    EXPECT_TRUE(write_data_file(directory.path() / "personas/sam/resident.json", as_bytes(text)).has_value());
    return load_persona(directory.path(), "resident");
}

TEST(SamPersonas, AreReadStrictly) {
    EXPECT_TRUE(load_changed("张三", "李四").has_value());
    const std::pair<const char*, const char*> broken[] = {
        {"\"resident\"", "\"citizen\""},
        {"\"sex\": \"2\"", "\"sex\": \"22\""},
        {"\"photo\"", "\"picture\""},
        {"53504543\"", "5350454\""},
        {"5350454300001949", "535045430000194900"},
        {"\"ethnicity\": \"01\",", ""},
        {"[\"", "[\"\", \"\", \"\", \""},
        {"\"photo\"", "\"fingers\": 3, \"photo\""},
        {"样本街2号", "样本街2号样本街2号样本街2号样本街2号样本街2号样本街2号样本街2号"},
    };
    for (const auto& [from, to] : broken) {
        const auto loaded = load_changed(from, to);
        EXPECT_TRUE(!loaded && loaded.error().code == ErrorCode::malformed) << to;
    }
    EXPECT_EQ(load_persona(data_directory, "nobody").error().code, ErrorCode::io_failure);
    EXPECT_EQ(load_persona(data_directory, "../passport").error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace fivestar::sim::sam
