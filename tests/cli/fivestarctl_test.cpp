// SPDX-License-Identifier: Apache-2.0
// fivestarctl on a terminal, against a scripted daemon.
#include "tests/cli/answers.hpp"

#include <future>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::event_stream_head;
using test::http_answer;
using test::TerminalProgram;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST(FivestarctlAtATerminal, AsksForAKeyWithoutShowingIt) {
    FakeServer server{
        {answer_with(event_stream_head() + "event: result\ndata: " + answer_with_verdict("genuine") + "\n\n"),
         answer_with(http_answer(406, problem, R"({"code":"not_acceptable"})"))}};
    TerminalProgram program{with_socket(server, {"read", "--can", "-"})};
    EXPECT_THAT(program.wait_for("shown): "), HasSubstr("Card access number (not shown): "));
    EXPECT_FALSE(program.echoes());
    program.type("918273\n");
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_TRUE(program.echoes());
    EXPECT_THAT(result.output, AllOf(Not(HasSubstr("918273")), HasSubstr("Verdict: genuine")));
    ASSERT_THAT(server.requests(), SizeIs(2));
    EXPECT_THAT(server.requests().front(), EndsWith(R"({"access":{"can":"918273"}})"));
    EXPECT_THAT(server.requests().back(), HasSubstr("/portrait")) << "the portrait as pixels, which do not exist";
}

TEST(FivestarctlAtATerminal, AsksForAsManyLinesAsTheDocumentHas) {
    FakeServer server{{answer_with(http_answer(409, problem, R"({"code":"no_card"})"))}};
    TerminalProgram program{with_socket(server, {"read", "--mrz", "-"})};
    program.wait_for("line 1 (not shown): ");
    program.type("I<UTOD231458907<<<<<<<<<<<<<<<\n");  // a TD1's, ICAO Doc 9303-5 appendix B
    program.wait_for("line 2 (not shown): ");
    program.type("7408122F1204159UTO<<<<<<<<<<<6\n");
    program.wait_for("line 3 (not shown): ");
    program.type("ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n");
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.output, AllOf(Not(HasSubstr("ERIKSSON")), HasSubstr("no_card")));
}

TEST(FivestarctlAtATerminal, TellsAWrongCheckDigitAtOnce) {
    FakeServer server{{answer_with(http_answer(409, problem, R"({"code":"no_card"})"))}};
    TerminalProgram program{with_socket(server, {"read", "--mrz", "-"})};
    program.wait_for("line 1 (not shown): ");
    program.type("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\n");  // ICAO Doc 9303-4 appendix B
    program.wait_for("line 2 (not shown): ");
    program.type("L898902C37");  // 6 is right
    EXPECT_THAT(program.wait_for("check digit wrong at 10"), Not(HasSubstr("at 20")));
    program.type(
        "\x7F\033[D"
        "6UTO7408122F1204159ZE184226B<<<<<1\n");
    EXPECT_THAT(program.wait_for("Enter keeps it"), HasSubstr("the line has 44 characters; Enter keeps it"));
    program.type("0\n");
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_TRUE(program.echoes());
    EXPECT_THAT(result.output, AllOf(Not(HasSubstr("898902")), Not(HasSubstr("ERIK")), Not(HasSubstr("eriks"))));
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), HasSubstr("L898902C36UTO7408122F1204159ZE184226B<<<<<10\"}"));
}

TEST(FivestarctlAtATerminal, KeepsAWrongCheckDigitIfAskedTwice) {
    FakeServer server{{answer_with(http_answer(409, problem, R"({"code":"no_card"})"))}};
    TerminalProgram program{with_socket(server, {"read", "--mrz", "-"})};
    program.wait_for("line 1 (not shown): ");
    program.type("CSC000000005<2404200<8108038<6\n");  // a permit's specimen, with 5 for 4
    program.wait_for("check digit wrong at 12, 30; Enter keeps it");
    program.type("\n");
    EXPECT_EQ(program.finish().exit_code, 3);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), EndsWith(R"({"access":{"mrz":"CSC000000005<2404200<8108038<6"}})"));
}

TEST(FivestarctlAtATerminal, AsksForNumberAndDates) {
    FakeServer server{{answer_with(http_answer(409, problem, R"({"code":"no_card"})"))}};
    TerminalProgram program{
        with_socket(server, {"read", "--document-number", "-", "--birth-date", "-", "--expiry-date", "-"})};
    program.wait_for("Document number (not shown): ");
    program.type("wrong\x15l898902c3\n740832");
    program.wait_for("no date");
    program.type(
        "\x7F\x7F"
        "123");
    program.wait_for("check digit wrong at 7");
    program.type("\b2\n2012-04-15\n");
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.output, AllOf(Not(HasSubstr("898902")), Not(HasSubstr("7408")), Not(HasSubstr("2012"))));
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(),
                HasSubstr(R"("document_number":"l898902c3","birth_date":"740812","expiry_date":"2012-04-15")"));
}

TEST(FivestarctlAtATerminal, ShowsAProblemFromTheStream) {
    FakeServer server{{answer_with(event_stream_head() + "event: problem\ndata: {\"code\":\"card_removed\"}\n\n")}};
    TerminalProgram program{with_socket(server, {"read"})};
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.output, HasSubstr("card_removed"));
}

}  // namespace
}  // namespace fivestar::cli
