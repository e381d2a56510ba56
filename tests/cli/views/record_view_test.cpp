// SPDX-License-Identifier: Apache-2.0
#include "cli/views/record_view.hpp"

#include "tests/cli/answers.hpp"

#include <string>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::http_answer;
using testing::EndsWith;
using testing::HasSubstr;

TEST(RecordView, ShowsARecordInBothScripts) {
    const ProgramResult result = run_on(http_answer(200, json, answer_with_verdict("genuine")), {"read"});
    EXPECT_EQ(result.errors, "");
    EXPECT_THAT(result.output, HasSubstr("Foreign Permanent Resident ID Card, edition 2023\n"));
    EXPECT_THAT(result.output, HasSubstr("  Name                    SPECIMEN, MEI\n"));
    EXPECT_THAT(result.output, HasSubstr("  Chinese name            范例美\n"));
    EXPECT_THAT(result.output, HasSubstr("国家移民管理局 National Immigration Administration\n"));
    EXPECT_THAT(result.output, HasSubstr("上海市 Shanghai (31)\n"));
    EXPECT_THAT(result.output, HasSubstr("2023-08-08 to 2033-08-07, valid today\n"));
    EXPECT_THAT(result.output, HasSubstr("image/jpeg, 240 x 320 pixels\n"));
    EXPECT_THAT(result.output, HasSubstr("  signature           passed         ecdsa-sha256\n"));
    EXPECT_THAT(result.output, HasSubstr("  revocation          not performed                no crl\n"));
    EXPECT_THAT(result.output, HasSubstr("  record consistency  passed                       number nationality\n"));
    EXPECT_THAT(result.output, EndsWith("Verdict: genuine\n"));
}

TEST(RecordView, ColoursVerdictAndOutcomesWhereAsked) {
    const std::string text = answer_with_verdict("not_genuine");
    const PersonalText coloured = record_text(boost::json::parse(text), Language::english, Colour::shown);
    EXPECT_THAT(std::string{coloured.view()}, HasSubstr("\x1B[31mVerdict: not genuine\x1B[0m\n"));  // ECMA-48: red
    EXPECT_THAT(std::string{coloured.view()}, HasSubstr("  signature           \x1B[32mpassed\x1B[0m         ecdsa"));
    EXPECT_FALSE(record_text(boost::json::parse(text), Language::english).view().contains('\x1B'));
}

TEST(RecordView, ShowsARecordOfASecurityModule) {
    const std::string answer =
        R"({"id":"r1","card":"c1","reader":"sam","profile":"sam","record":{"document":{"type":"permanent_resident_card",)"
        R"("edition":"2017","previous_numbers":["PAK310080010103","CAN310080010107"],"issue_count":"02",)"
        R"("acceptance_authority":{"code":"1500","zh":null,"en":null},"card_version":"01"},)"
        R"("holder":{"address":"上海市样本路1号","address_appended":["北京市样本路2号, 3","样本路4号"]},)"
        R"("portrait":{"media_type":"application/x-wlt","width":102,"height":126,"href":"/v1/reads/r1/portrait"}},)"
        R"("verification":{"verdict":"genuine","sam_id":"05.03-20150101-0001234567-0123456789","checks":[)"
        R"({"name":"chip_authenticity","outcome":"passed","method":"sam","reason":null},)"
        R"({"name":"signature","outcome":"not_performed","method":null,"reason":"not_on_this_card"}]}})";
    const ProgramResult result = run_on(http_answer(200, json, answer), {"read"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.output, HasSubstr("  Earlier number          PAK310080010103 or CAN310080010107\n"));
    EXPECT_THAT(result.output, HasSubstr("  Issues                  02\n"));
    EXPECT_THAT(result.output, HasSubstr("  Accepted by             1500\n"));
    EXPECT_THAT(result.output, HasSubstr("  Card version            01\n"));
    EXPECT_THAT(result.output, HasSubstr("  Address, appended       北京市样本路2号, 3\n"
                                         "  Address, appended       样本路4号\n"));
    EXPECT_THAT(result.output, HasSubstr("application/x-wlt, 102 x 126 pixels\n"));
    EXPECT_THAT(result.output, HasSubstr("  Security module         05.03-20150101-0001234567-0123456789\n"));
    EXPECT_THAT(result.output, HasSubstr("  chip authenticity  passed         sam\n"));
    EXPECT_THAT(result.output, HasSubstr("  signature          not performed       not on this card\n"));
}

TEST(RecordView, SurvivesAnswersOfAnotherShape) {
    for (const char* body : {"null", "[]", "7", R"("text")", R"({"record":7,"verification":[]})",
                             R"({"record":{"document":[],"holder":{"names":7}},"verification":{"checks":[7,null]}})",
                             R"({"readers":[7,null,{"card":[]}],"trust":7,"fields":{}})"}) {
        const std::string answer = http_answer(200, json, body);
        EXPECT_EQ(run_on(answer, {"read"}).exit_code, 1) << body;
        for (const char* command : {"readers", "health", "whoami", "trust"}) {
            EXPECT_EQ(run_on(answer, {command}).exit_code, 0);
        }
    }
}

TEST(RecordView, EscapesControlCharacters) {
    // ESC and CSI (U+009B), as the daemon's JSON may carry them.
    std::string answer = answer_with_verdict("genuine");
    answer.replace(answer.find("SPECIMEN, MEI"), 13,
                   "SPECIMEN\\u001b[2J\xC2\x9B"
                   "31m\xE2\x80\xAE");
    const ProgramResult text = run_on(http_answer(200, json, answer), {"read"});
    EXPECT_THAT(text.output, HasSubstr("SPECIMEN\\u{1b}[2J\\u{9b}31m\\u{202e}\n"));
    const ProgramResult raw = run_on(http_answer(200, json, answer), {"read", "--json"});
    EXPECT_THAT(raw.output, HasSubstr("SPECIMEN\\u001b[2J\\u009b31m\\u202e"));
}

}  // namespace
}  // namespace fivestar::cli
