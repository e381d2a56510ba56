// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::http_answer;
using test::run_fivestarctl;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST(KeyInput, ReadsAMachineReadableZone) {
    // ICAO Doc 9303-4, appendix B.
    const std::string zone =
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\r\n";
    FakeServer server{{answer_with(http_answer(200, json, answer_with_verdict("genuine")))}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--mrz", "-"}), zone).exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(),
                EndsWith(R"({"access":{"mrz":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\u000a)"
                         R"(L898902C36UTO7408122F1204159ZE184226B<<<<<10"}})"));
}

TEST(KeyInput, AsksForNoMoreLinesThanAZoneHas) {
    // The published specimen of a travel permit (docs/CHINESE-CARDS.md): one line of 30, where a TD1 has three.
    FakeServer server{{answer_with(http_answer(200, json, answer_with_verdict("genuine")))}};
    const auto read = with_socket(server, {"read", "--mrz", "-"});
    EXPECT_EQ(run_fivestarctl(read, "CSC000000004<2404200<8108038<6\nNOT READ\n").exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), EndsWith(R"({"access":{"mrz":"CSC000000004<2404200<8108038<6"}})"));
}

TEST(KeyInput, ReadsTheValuesLineByLine) {
    // Doc 9303-4 appendix B; 2 and 9 are the check digits of the dates.
    for (const std::string_view lines : {"L898902C3\n740812\n120415\n", "L898902C3\r\n7408122\r\n1204159"}) {
        FakeServer server{{answer_with(http_answer(200, json, answer_with_verdict("genuine")))}};
        const auto read =
            with_socket(server, {"read", "--document-number", "-", "--birth-date", "-", "--expiry-date=-"});
        EXPECT_EQ(run_fivestarctl(read, lines).exit_code, 0);
        ASSERT_THAT(server.requests(), SizeIs(1));
        EXPECT_THAT(
            server.requests().front(),
            EndsWith(R"({"access":{"document_number":"L898902C3","birth_date":"740812","expiry_date":"120415"}})"));
    }
    FakeServer server{{}};
    const auto read =
        with_socket(server, {"read", "--expiry-date", "-", "--document-number", "-", "--birth-date", "-"});
    for (const std::string_view lines :
         {"L898902C3\n740812\n", "L898902C3\n740832\n120415\n", "L898902C3\n7408123\n120415\n",
          "L8989*2C3\n740812\n120415\n", "L898902C3\n740812\n2012-04-31\n", "L898902C3\n1974-8-12\n120415\n",
          "\n740812\n120415\n"}) {
        const ProgramResult result = run_fivestarctl(read, lines);
        EXPECT_EQ(result.exit_code, 3) << lines;
        EXPECT_THAT(result.errors, AllOf(HasSubstr("standard input has"), Not(HasSubstr("7408")))) << lines;
    }
}

TEST(KeyInput, IsNotNeededIfAScannerBringsTheKey) {
    FakeServer server{{answer_with(http_answer(200, json, answer_with_verdict("genuine")))}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--scanned", "--wait", "30"})).exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), EndsWith(R"({"wait_seconds":30,"access":{"scanned":true}})"));
}

TEST(KeyInput, RefusesInputThatCannotBeAKey) {
    FakeServer server{{}};
    const auto read = with_socket(server, {"read", "--can", "-"});
    EXPECT_EQ(run_fivestarctl(read, "").exit_code, 3);
    EXPECT_EQ(run_fivestarctl(read, "\n").exit_code, 3);
    const ProgramResult result = run_fivestarctl(read, std::string(100'000, '7'));
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.errors, AllOf(HasSubstr("too long"), Not(HasSubstr("77"))));
}

}  // namespace
}  // namespace fivestar::cli
