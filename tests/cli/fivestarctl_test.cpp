// fivestarctl from its command line to its exit code, against a scripted daemon. The people are invented: SPECIMEN.
#include "tests/cli/program.hpp"
#include "tests/client/fake_server.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::event_stream_head;
using test::FakeServer;
using test::http_answer;
using test::ProgramResult;
using test::run_fivestarctl;
using test::TerminalProgram;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view json = "application/json";
constexpr std::string_view problem = "application/problem+json";

std::string answer_with_verdict(std::string_view verdict) {
    return R"({"id":"r1","card":"c1","reader":"front-desk","read_at":"2026-01-02T03:04:05Z","profile":"lds","record":{)"
           R"("document":{"type":"permanent_resident_card","edition":"2023","issuing_state":"CHN",)"
           R"("number":"931586198001010028","previous_numbers":["PAK310080010103"],)"
           R"("issuing_authority":{"code":null,"zh":"国家移民管理局","en":"National Immigration Administration"},)"
           R"("valid_from":"2023-08-08","valid_until":"2033-08-07","long_term":false,"currently_valid":true},)"
           R"("holder":{"names":{"latin":"SPECIMEN, MEI","chinese":"范例美","truncated":false},"sex":"female",)"
           R"("birth_date":"1980-01-01","nationality":"PAK","over_18":true,"address":null},)"
           R"("number":{"kind":"permanent_resident_18","valid":true,"faults":[],)"
           R"("acceptance_place":{"code":"31","zh":"上海市","en":"Shanghai"}},)"
           R"("portrait":{"media_type":"image/jpeg","width":240,"height":320,"href":"/v1/reads/r1/portrait"}},)"
           R"("verification":{"verdict":")" +
           std::string{verdict} +
           R"(","checks":[{"name":"signature","outcome":"passed","method":"ecdsa-sha256","reason":null},)"
           R"({"name":"revocation","outcome":"not_performed","method":null,"reason":"no_crl","findings":["no_crl"]},)"
           R"({"name":"record_consistency","outcome":"passed","method":null,"reason":null,)"
           R"("findings":["number_nationality"]}]}})";
}

std::vector<std::string> with_socket(const FakeServer& server, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--socket", server.path()});
    return arguments;
}

/// What the program does with one answer.
ProgramResult run_on(const std::string& answer, const std::vector<std::string>& arguments) {
    FakeServer server{{answer_with(answer)}};
    return run_fivestarctl(with_socket(server, arguments));
}

TEST(Fivestarctl, EndsWithTheVerdict) {
    const std::vector<std::pair<std::string, int>> verdicts{{"genuine", 0}, {"unverified", 1}, {"not_genuine", 2}};
    for (const auto& [verdict, exit_code] : verdicts) {
        EXPECT_EQ(run_on(http_answer(200, json, answer_with_verdict(verdict)), {"read"}).exit_code, exit_code);
    }
    EXPECT_EQ(run_on(http_answer(200, json, R"({"id":"r1","record":{}})"), {"read"}).exit_code, 1)
        << "a verdict that is not granted is no genuine card";
}

TEST(Fivestarctl, ShowsARecordInBothScripts) {
    const ProgramResult result = run_on(http_answer(200, json, answer_with_verdict("genuine")), {"read"});
    EXPECT_EQ(result.errors, "");
    EXPECT_THAT(result.output, HasSubstr("Permanent resident card, edition 2023\n"));
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

TEST(Fivestarctl, ShowsWhatASecurityModuleRead) {
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

TEST(Fivestarctl, PrintsTheDaemonsJson) {
    const std::string answer = answer_with_verdict("not_genuine");
    const ProgramResult result = run_on(http_answer(200, json, answer), {"read", "--json"});
    EXPECT_EQ(result.output, answer + "\n");
    EXPECT_EQ(result.exit_code, 2);
}

TEST(Fivestarctl, WritesEvidenceForItsOwnerAlone) {
    std::string answer = answer_with_verdict("genuine");
    answer.insert(answer.size() - 1, R"(,"evidence":{"version":1,"statement":"{}","signature":null})");
    FakeServer server{{answer_with(http_answer(200, json, answer))}};
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "fivestarctl-test-evidence";
    std::filesystem::remove(file);
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--evidence", file.string()})).exit_code, 0);
    EXPECT_THAT(server.requests().front(), EndsWith(R"({"evidence":true})"));
    std::ifstream written{file};
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{written}, {}}),
              R"({"version":1,"statement":"{}","signature":null})"
              "\n");
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::remove(file);
}

TEST(Fivestarctl, VerifiesNothingThatIsNoEvidence) {
    const auto verify = [](const std::string& file) {
        return run_fivestarctl({"verify", file, "--trust", std::filesystem::temp_directory_path().string()});
    };
    EXPECT_EQ(verify("/nonexistent").exit_code, 3);
    EXPECT_EQ(verify("/").exit_code, 3);
    EXPECT_EQ(verify("/dev/null").exit_code, 3);
    EXPECT_THAT(verify("/dev/null").errors, HasSubstr("the file is not evidence of a read"));
    EXPECT_EQ(verify("/dev/zero").exit_code, 3);  // and does not read it for ever
    EXPECT_EQ(run_fivestarctl({"verify"}).exit_code, 64);
}

TEST(Fivestarctl, VerifiesUnderAPolicyThatMakesSense) {
    const std::vector<std::vector<std::string>> wrong{{"--sha1", "L898902C3"},      {"--sm2-empty-id", "L898902C3"},
                                                      {"--min-rsa-bits", "1023"},   {"--min-rsa-bits", "16385"},
                                                      {"--min-ec-bits", "159"},     {"--min-ec-bits", "522"},
                                                      {"--min-ec-bits", "L898902"}, {"--min-rsa-bits", "-2048"}};
    for (const std::vector<std::string>& option : wrong) {
        const auto ended = run_fivestarctl({"verify", "/dev/null", option[0], option[1]});
        EXPECT_EQ(ended.exit_code, 64) << option[0] << option[1];
        EXPECT_THAT(ended.errors, Not(HasSubstr("L898902"))) << "an argument may be a key in the wrong place";
    }
    for (const std::vector<std::string>& option : std::vector<std::vector<std::string>>{{"--sha1", "refuse"},
                                                                                        {"--sm2-empty-id", "report"},
                                                                                        {"--min-rsa-bits", "3072"},
                                                                                        {"--min-ec-bits", "521"}}) {
        EXPECT_EQ(run_fivestarctl({"verify", "/dev/null", option[0], option[1]}).exit_code, 3) << option[0];
    }
}

TEST(Fivestarctl, PrintsTheKeyOfEvidence) {
    const std::string answer =
        R"({"algorithm":"ecdsa-sha256","key":"00","public_key":"-----BEGIN PUBLIC KEY-----\nAA==\n"})";
    EXPECT_EQ(run_on(http_answer(200, json, answer), {"evidence-key"}).output, "-----BEGIN PUBLIC KEY-----\nAA==\n");
    EXPECT_EQ(run_on(http_answer(404, problem, R"({"code":"not_found","title":"x"})"), {"evidence-key"}).exit_code, 3);
}

TEST(Fivestarctl, AsksForWhatItWasToldTo) {
    FakeServer server{{answer_with(http_answer(200, json, answer_with_verdict("genuine")))}};
    const auto result =
        run_fivestarctl(with_socket(server, {"read", "--reader", "front-desk", "--card", "c1", "--fields",
                                             "holder.names,verification", "--wait", "30", "--can", "-"}),
                        "123456\n");
    EXPECT_EQ(result.exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), HasSubstr("POST /v1/read HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests().front(),
                EndsWith(R"({"reader":"front-desk","card":"c1","wait_seconds":30,)"
                         R"("fields":["holder.names","verification"],"access":{"can":"123456"}})"));
}

TEST(Fivestarctl, TakesAMachineReadableZoneFromItsInput) {
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

TEST(Fivestarctl, RefusesInputThatCannotBeAKey) {
    FakeServer server{{}};
    const auto read = with_socket(server, {"read", "--can", "-"});
    EXPECT_EQ(run_fivestarctl(read, "").exit_code, 3);
    EXPECT_EQ(run_fivestarctl(read, "\n").exit_code, 3);
    const ProgramResult result = run_fivestarctl(read, std::string(100'000, '7'));
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.errors, AllOf(HasSubstr("too long"), Not(HasSubstr("77"))));
}

TEST(Fivestarctl, NeverTakesOrRepeatsAKeyInItsArguments) {
    const std::string key = "918273";
    const std::vector<std::vector<std::string>> misuses{{"read", "--can", key},
                                                        {"read", "--can=" + key},
                                                        {"read", "--mrz", key},
                                                        {"read", key},
                                                        {"read", "--wait", key},
                                                        {"read", "--can" + key},
                                                        {"read", "--can", "-" + key},
                                                        {"delete", "/" + key},
                                                        {key}};
    for (const auto& arguments : misuses) {
        const ProgramResult result = run_fivestarctl(arguments, "123456\n");
        EXPECT_EQ(result.exit_code, 64);
        EXPECT_THAT(result.output + result.errors, Not(HasSubstr(key)));
        EXPECT_THAT(result.errors, HasSubstr("--help"));
    }
}

TEST(Fivestarctl, HelpsAndNamesItsVersion) {
    const ProgramResult help = run_fivestarctl({"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.output, HasSubstr("whoami"));
    EXPECT_THAT(run_fivestarctl({"read", "--help"}).output, HasSubstr("--portrait"));
    EXPECT_THAT(run_fivestarctl({"--version"}).output, HasSubstr("fivestarctl 0."));
    EXPECT_EQ(run_fivestarctl({}).exit_code, 64);
    EXPECT_THAT(run_fivestarctl({"raed"}).errors, HasSubstr("there is no such subcommand"));
}

TEST(Fivestarctl, AsksInTheLanguageOfItsLocale) {
    const auto asked_under = [](const char* name, const char* value) {
        FakeServer server{{answer_with(http_answer(200, json, R"({"readers":[]})"))}};
        const char* const before = std::getenv(name);
        const std::string kept = before != nullptr ? before : "";
        ::setenv(name, value, 1);
        run_fivestarctl({"--socket", server.path(), "readers"});
        ::setenv(name, kept.c_str(), 1);
        return server.requests().at(0);
    };
    EXPECT_THAT(asked_under("LC_ALL", "zh_CN.UTF-8"), HasSubstr("\r\nAccept-Language: zh-CN\r\n"));
    EXPECT_THAT(asked_under("LC_ALL", "de_DE@euro"), HasSubstr("\r\nAccept-Language: de-DE\r\n"));
    for (const char* const none : {"C", "C.UTF-8", "POSIX", "x\r\nX: y"}) {
        EXPECT_THAT(asked_under("LC_ALL", none), testing::Not(HasSubstr("Accept-Language"))) << none;
    }
}

TEST(Fivestarctl, PutsMetricsWhereNodeExporterReadsThem) {
    constexpr std::string_view page = "# HELP a b\n# TYPE a counter\na 1\n";
    const std::string answer = http_answer(200, "text/plain; version=0.0.4; charset=utf-8", std::string{page});
    EXPECT_EQ(run_on(answer, {"metrics"}).output, page);

    const std::filesystem::path folder = std::filesystem::path{testing::TempDir()} / "fivestar-metrics";
    std::filesystem::create_directories(folder);
    const std::filesystem::path file = folder / "fivestard.prom";
    std::ofstream{file} << "what was there";
    ProgramResult result = run_on(answer, {"metrics", "--textfile", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    EXPECT_EQ(result.output, "");
    const auto content = [&] {
        std::ifstream input{file};
        return std::string{std::istreambuf_iterator<char>{input}, {}};
    };
    EXPECT_EQ(content(), page);
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms{0644});
    result = run_on(http_answer(403, problem, R"({"code":"not_granted"})"), {"metrics", "--textfile", file.string()});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(content(), page) << "the last good page stays";
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1) << "nothing is left beside it";
    std::filesystem::remove_all(folder);
    EXPECT_EQ(run_on(answer, {"metrics", "--textfile", file.string()}).exit_code, 3);
}

TEST(Fivestarctl, SpeaksChineseWhereTheLocaleDoes) {
    const std::string before = std::getenv("LC_ALL") != nullptr ? std::getenv("LC_ALL") : "";
    ::setenv("LC_ALL", "zh_CN.UTF-8", 1);
    const ProgramResult result = run_on(http_answer(200, json, answer_with_verdict("unverified")), {"read"});
    const ProgramResult refused =
        run_on(http_answer(422, problem, R"({"code":"access_denied","title":"芯片拒绝了访问密钥","attempts_left":2})"),
               {"read"});
    const ProgramResult nobody = run_fivestarctl({"readers", "--socket", "/nonexistent/socket"});
    ::setenv("LC_ALL", before.c_str(), 1);
    EXPECT_THAT(nobody.errors, HasSubstr("unreachable: 没有程序在监听"));
    EXPECT_EQ(result.exit_code, 1);
    for (const char* const words : {"外国人永久居留身份证", "签发机关", "有效期", "结论：未能证实", "签名", "通过",
                                    "没有吊销列表", "性别", "女"}) {
        EXPECT_THAT(result.output, HasSubstr(words));
    }
    EXPECT_THAT(result.output, AllOf(HasSubstr("931586198001010028"), HasSubstr("1980-01-01")))
        << "data stay as they are";
    EXPECT_THAT(refused.errors, AllOf(HasSubstr("access_denied: 芯片拒绝了访问密钥"), HasSubstr("剩余次数: 2")));
}

TEST(Fivestarctl, ExplainsAProblem) {
    const std::string body =
        R"({"type":"urn:fivestar:problem:access_denied","title":"The card refused the key","status":422,)"
        R"("detail":"Check the document number.","code":"access_denied","sw":"6300","accepts":["mrz","can"],"attempts_left":2})";
    const ProgramResult text = run_on(http_answer(422, problem, body), {"read"});
    EXPECT_EQ(text.exit_code, 3);
    EXPECT_EQ(text.output, "");
    EXPECT_EQ(text.errors,
              "fivestarctl: access_denied: The card refused the key: Check the document number.\n"
              "  status word: 6300\n  attempts left: 2\n  would do: mrz, can\n");
    const ProgramResult raw = run_on(http_answer(422, problem, body), {"read", "--json"});
    EXPECT_EQ(raw.exit_code, 3);
    EXPECT_EQ(raw.output, body + "\n");
}

TEST(Fivestarctl, SaysWhatKeptTheDaemonFromAnswering) {
    const ProgramResult nobody = run_fivestarctl({"readers", "--socket", "/nonexistent/socket"});
    EXPECT_EQ(nobody.exit_code, 3);
    EXPECT_THAT(nobody.errors, HasSubstr("unreachable: no process listens"));
    EXPECT_THAT(run_on("220 mail.example ESMTP\r\n", {"readers"}).errors, HasSubstr("malformed"));
    EXPECT_THAT(run_on("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", {"health"}).errors, HasSubstr("disconnected"));
    EXPECT_EQ(run_on(http_answer(200, json, "{\"readers\":"), {"readers"}).exit_code, 3);
    EXPECT_EQ(run_on(http_answer(200, json, std::string(100'000, '[')), {"readers"}).exit_code, 3);
}

TEST(Fivestarctl, SurvivesAnswersOfAnotherShape) {
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

TEST(Fivestarctl, LetsNoCardSteerTheTerminal) {
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

TEST(Fivestarctl, ListsReaders) {
    const std::string body =
        R"({"readers":[{"id":"front-desk","name":"读卡器","interface":"contactless","state":"card",)"
        R"("card":{"id":"c1","kind":"emrtd","access_keys":["mrz","can"]}},)"
        R"({"id":"back","name":"Reader 2","interface":"contact","state":"empty"}]})";
    EXPECT_EQ(run_on(http_answer(200, json, body), {"readers"}).output,
              "  ID          STATE  CARD  KIND   KEYS      INTERFACE    NAME\n"
              "  front-desk  card   c1    emrtd  mrz, can  contactless  读卡器\n"
              "  back        empty                         contact      Reader 2\n");
    EXPECT_EQ(run_on(http_answer(200, json, body), {"--json", "readers"}).output, body + "\n");
}

TEST(Fivestarctl, ShowsWhatIsTrusted) {
    const std::string body =
        R"({"loaded_at":"2026-11-22T20:00:00Z","anchors":[{"country":"XE","subject":"C=XE, CN=SPECIMEN",)"
        R"("expires_at":"2025-01-01T00:00:00Z","expired":true,"profile":"emrtd","fingerprint":"AB",)"
        R"("source":{"file":"a.ml","master_list":0}}],"master_lists":[{"country":"XU","file":"a.ml",)"
        R"("signed_at":"2026-10-01T00:00:00Z","certificates":1,"signer_fingerprint":"CD"}],)"
        R"("revocation_lists":[],"skipped":[{"file":"b.der","entry":null,"reason":"malformed"}]})";
    EXPECT_EQ(run_on(http_answer(200, json, body), {"trust"}).output,
              "Anchors\n"
              "  COUNTRY  EXPIRES              PROFILE  FILE  LIST  SUBJECT            SHA-256\n"
              "  XE       2025-01-01  EXPIRED  emrtd    a.ml  0     C=XE, CN=SPECIMEN  AB\n"
              "Master lists\n"
              "  COUNTRY  SIGNED      CERTIFICATES  FILE  SIGNER SHA-256\n"
              "  XU       2026-10-01  1             a.ml  CD\n"
              "Skipped\n"
              "  FILE   ENTRY  REASON\n"
              "  b.der         malformed\n"
              "  Loaded at               2026-11-22T20:00:00Z\n");
}

TEST(Fivestarctl, ShowsHealthAndGrants) {
    const ProgramResult health = run_on(
        http_answer(
            200, json,
            R"({"status":"degraded","reasons":["pcsc_unavailable"],"pcsc":"unavailable","trust":{"anchors":3}})"),
        {"health"});
    EXPECT_EQ(health.exit_code, 0);
    EXPECT_THAT(health.output,
                AllOf(HasSubstr("degraded\n"), HasSubstr("pcsc_unavailable\n"), HasSubstr("anchors           3\n")));
    const ProgramResult whoami =
        run_on(http_answer(200, json,
                           R"({"client":"hotel-desk","uid":1000,"fields":["holder.names","portrait"],"routes":[]})"),
               {"whoami"});
    EXPECT_THAT(whoami.output,
                AllOf(HasSubstr("hotel-desk\n"), HasSubstr("holder.names, portrait\n"), HasSubstr("none\n")));
}

constexpr std::string_view checked_number =
    R"({"kind":"permanent_resident_18","valid":true,"faults":[],"acceptance_place":{"code":"31","zh":"上海市",)"
    R"("en":"Shanghai"},"registration_place":null,"first_nationality":"PAK","birth_date":"1980-01-01",)"
    R"("birth_date_printed":null,"sequence":"002","sex":"female","number_masked":"9315…0028"})";

TEST(Fivestarctl, ChecksANumber) {
    FakeServer server{{answer_with(http_answer(200, json, checked_number))}};
    const ProgramResult result = run_fivestarctl(with_socket(server, {"number", "931586198001010028"}));
    EXPECT_EQ(result.exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests()[0], HasSubstr("POST /v1/number HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests()[0], EndsWith(R"({"number":"931586198001010028"})"));
    EXPECT_THAT(result.output, HasSubstr("permanent resident 18, well formed\n"));
    EXPECT_THAT(result.output, HasSubstr("上海市 Shanghai (31)\n"));
    EXPECT_THAT(result.output, HasSubstr("1980-01-01\n"));
}

TEST(Fivestarctl, EndsWithTwoForANumberThatIsNone) {
    const std::string answer = R"({"kind":null,"valid":false,"faults":["length"],"number_masked":"…45"})";
    const ProgramResult shown = run_on(http_answer(200, json, answer), {"number", "12345"});
    EXPECT_EQ(shown.exit_code, 2);
    EXPECT_THAT(shown.output, HasSubstr("NOT WELL FORMED: length\n"));
    const ProgramResult raw = run_on(http_answer(200, json, answer), {"number", "12345", "--json"});
    EXPECT_EQ(raw.exit_code, 2);
    EXPECT_EQ(raw.output, answer + "\n");
}

TEST(Fivestarctl, TakesANumberFromItsInput) {
    FakeServer server{{answer_with(http_answer(200, json, checked_number))}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"number", "-"}), "931586198001010028\n").exit_code, 0);
    EXPECT_THAT(server.requests()[0], EndsWith(R"({"number":"931586198001010028"})"));
    FakeServer unasked{{answer_with(http_answer(200, json, checked_number))}};
    EXPECT_EQ(run_fivestarctl(with_socket(unasked, {"number", "-"})).exit_code, 3);
    EXPECT_EQ(run_fivestarctl({"number"}).exit_code, 64);
}

constexpr std::string_view comparisons =
    R"({"read":"r1","fields":{"holder.names":{"result":"same","reason":"other_order"},)"
    R"("holder.sex":{"result":"same","reason":null}}})";

TEST(Fivestarctl, MatchesValuesFromItsInput) {
    FakeServer server{{answer_with(http_answer(200, json, comparisons))}};
    const ProgramResult result =
        run_fivestarctl(with_socket(server, {"match", "r1", "holder.names=-", "holder.sex=-"}), "Mei \"M\"\nF\n");
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests()[0], HasSubstr("POST /v1/reads/r1/match HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests()[0], EndsWith(R"({"fields":{"holder.names":"Mei \"M\"","holder.sex":"F"}})"));
    EXPECT_THAT(result.output, HasSubstr("holder.names  same  other order\n"));
    FakeServer with_object{{answer_with(http_answer(200, json, comparisons))}};
    EXPECT_EQ(run_fivestarctl(with_socket(with_object, {"match", "r1"}), R"({"holder.sex":"F"})").exit_code, 0);
    EXPECT_THAT(with_object.requests()[0], EndsWith(R"({"fields":{"holder.sex":"F"}})"));
}

TEST(Fivestarctl, TakesNoValueToMatchFromTheCommandLine) {
    for (const char* argument : {"holder.names=SECRET", "holder.names", "=-", "SECRET=-", "holder.names=-SECRET"}) {
        const ProgramResult result = run_fivestarctl({"match", "r1", argument}, "x\n");
        EXPECT_EQ(result.exit_code, 64) << argument;
        EXPECT_THAT(result.errors, Not(HasSubstr("SECRET")));
    }
    for (const char* input : {"", "\n", "[1]", "{\"a\""}) {
        FakeServer unasked{{answer_with(http_answer(200, json, comparisons))}};
        EXPECT_EQ(run_fivestarctl(with_socket(unasked, {"match", "r1"}), input).exit_code, 3) << input;
    }
    FakeServer unasked{{answer_with(http_answer(200, json, comparisons))}};
    EXPECT_EQ(run_fivestarctl(with_socket(unasked, {"match", "r1", "holder.sex=-"})).exit_code, 3);
}

TEST(Fivestarctl, CrossChecksTwoReads) {
    for (const auto& [result, exit_code] :
         {std::pair{"same", 0}, std::pair{"not_comparable", 1}, std::pair{"different", 2}}) {
        FakeServer server{{answer_with(http_answer(
            200, json,
            R"({"reads":["a","b"],"fields":{"holder.sex":{"result":"same","reason":null},"holder.names":{"result":")" +
                std::string{result} + R"(","reason":null}}})"))}};
        EXPECT_EQ(run_fivestarctl(with_socket(server, {"cross-check", "a", "b"})).exit_code, exit_code) << result;
        EXPECT_THAT(server.requests()[0], HasSubstr("POST /v1/cross-check HTTP/1.1\r\n"));
        EXPECT_THAT(server.requests()[0], EndsWith(R"({"reads":["a","b"]})"));
    }
    EXPECT_EQ(run_fivestarctl({"cross-check", "a"}).exit_code, 64);
    EXPECT_EQ(run_fivestarctl({"cross-check", "a", "b\"c"}).exit_code, 64);
}

TEST(Fivestarctl, DeletesARead) {
    FakeServer server{{answer_with("HTTP/1.1 204 No Content\r\n\r\n")}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"delete", "abc-1_2"})).exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), testing::StartsWith("DELETE /v1/reads/abc-1_2 HTTP/1.1\r\n"));
}

TEST(Fivestarctl, WritesThePortraitForItsOwnerAlone) {
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "fivestarctl-portrait-test";
    std::filesystem::remove(file);
    const std::string image{"\xFF\xD8\0\xFF\xD9", 5};
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(http_answer(200, json, answer_with_verdict("genuine")));
        peer.read_request();
        peer.write(http_answer(200, "image/jpeg", image));
    }}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--portrait", file.string()})).exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(2));
    EXPECT_THAT(server.requests().back(), HasSubstr("GET /v1/reads/r1/portrait HTTP/1.1\r\n"));
    std::ifstream stream{file, std::ios::binary};
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{stream}, {}}), image);
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::remove(file);
}

TEST(Fivestarctl, DoesNotFollowALinkToWriteThePortrait) {
    const std::filesystem::path link = std::filesystem::temp_directory_path() / "fivestarctl-link-test";
    std::filesystem::remove(link);
    std::filesystem::create_symlink("/dev/null", link);
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(http_answer(200, json, answer_with_verdict("genuine")));
        peer.read_request();
        peer.write(http_answer(200, "image/jpeg", "image"));
    }}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"read", "--portrait", link.string()})).exit_code, 3);
    std::filesystem::remove(link);
}

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
    EXPECT_THAT(server.requests().back(), HasSubstr("/portrait")) << "in pixels, to be shown; there are none";
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

TEST(FivestarctlAtATerminal, LeavesTheTerminalAsItWasWhenInterrupted) {
    FakeServer server{{}};
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        TerminalProgram program{with_socket(server, {"read", "--can", "-"})};
        program.wait_for("shown): ");
        EXPECT_FALSE(program.echoes());
        program.send_signal(signal);
        EXPECT_EQ(program.finish().exit_code, 3);
        EXPECT_TRUE(program.echoes());
    }
}

TEST(FivestarctlAtATerminal, ShowsProgress) {
    FakeServer server{{answer_with(event_stream_head() + R"(event: progress
data: {"step":"read_dg2","index":3,"of":4,"bytes_done":512,"bytes_total":1024}

event: record
data: {}

event: result
data: )" + answer_with_verdict("unverified") +
                                   "\n\n"),
                       answer_with(http_answer(406, problem, R"({"code":"not_acceptable"})"))}};
    TerminalProgram program{with_socket(server, {"read"})};
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 1);
    // Two steps of four and half of the third: 15 of 24 columns; the line is cleared before the record.
    EXPECT_THAT(result.output, HasSubstr("\r\x1B[K[###############.........] read dg2  512 of 1024 bytes\r\x1B[K"));
    EXPECT_THAT(result.output, HasSubstr("Verdict: unverified"));
}

TEST(FivestarctlAtATerminal, TakesAProblemFromTheStream) {
    FakeServer server{{answer_with(event_stream_head() + "event: problem\ndata: {\"code\":\"card_removed\"}\n\n")}};
    TerminalProgram program{with_socket(server, {"read"})};
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.output, HasSubstr("card_removed"));
}

TEST(FivestarctlAtATerminal, EndsAReadWhenInterrupted) {
    std::promise<bool> closed;
    FakeServer server{{[&](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(event_stream_head() + "event: progress\ndata: {\"step\":\"waiting\",\"index\":1,\"of\":2}\n\n");
        closed.set_value(peer.wait_for_close());
    }}};
    TerminalProgram program{with_socket(server, {"read", "--wait", "60"})};
    program.wait_for("waiting");
    program.type("\x03");
    EXPECT_EQ(program.finish().exit_code, 3);
    EXPECT_TRUE(closed.get_future().get()) << "the daemon learns of it by the closed connection";
}

TEST(FivestarctlWatch, ConnectsAgainWithTheLastEvent) {
    FakeServer server{
        {answer_with(event_stream_head() + "id: b-1\nevent: snapshot\ndata: {\"readers\":[]}\n\n"
                                           "id: b-2\nevent: card_inserted\ndata: {\"at\":\"2026-01-02T03:04:05Z\","
                                           "\"reader\":\"front-desk\",\"card\":\"c1\",\"kind\":\"emrtd\"}\n\n"),
         answer_with(http_answer(503, problem, R"({"code":"shutting_down"})")), [](FakeServer::Peer& peer) {
             peer.read_request();
             peer.write(event_stream_head() + "id: b-3\nevent: card_removed\ndata: {\"reader\":\"front-desk\"}\n\n");
             peer.wait_for_close();
         }}};
    TerminalProgram program{with_socket(server, {"watch"})};
    program.wait_for("card_removed");
    program.send_signal(SIGTERM);
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.output, HasSubstr("2026-01-02T03:04:05Z  card_inserted  front-desk  c1  emrtd"));
    ASSERT_THAT(server.requests(), SizeIs(3));
    EXPECT_THAT(server.requests()[0], Not(HasSubstr("Last-Event-ID")));
    EXPECT_THAT(server.requests()[1], HasSubstr("Last-Event-ID: b-2\r\n"));
    EXPECT_THAT(server.requests()[2], HasSubstr("Last-Event-ID: b-2\r\n"));
}

TEST(FivestarctlWatch, PrintsAnObjectALine) {
    FakeServer server{{[](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(event_stream_head() + "id: b-1\nevent: pcsc_lost\ndata: {\"at\":\ndata: null}\n\n");
        peer.wait_for_close();
    }}};
    TerminalProgram program{with_socket(server, {"watch", "--json"})};
    program.wait_for("pcsc_lost");
    program.send_signal(SIGINT);
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.output, "{\"event\":\"pcsc_lost\",\"id\":\"b-1\",\"data\":{\"at\": null}}\r\n");
}

TEST(FivestarctlWatch, EndsWhereItIsNotGranted) {
    const ProgramResult result = run_on(http_answer(403, problem, R"({"code":"not_granted"})"), {"watch"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.errors, HasSubstr("not_granted"));
    EXPECT_EQ(run_fivestarctl({"watch", "--socket", "/nonexistent"}).exit_code, 3);
}

TEST(Doctor, ShowsWhatTheDaemonFinds) {
    const std::string found = http_answer(200, json,
                                          R"({"findings":[{"code":"a_later_code","severity":"error",)"
                                          R"("title":"Broken.\u001b[2J","remedy":"Mend it.","detail":"here"}]})");
    FakeServer server{{answer_with(found), answer_with(http_answer(404, problem, "{}"))}};
    const ProgramResult result = run_fivestarctl(with_socket(server, {"doctor"}));
    EXPECT_EQ(result.exit_code, 3) << result.errors;
    EXPECT_THAT(result.output,
                AllOf(HasSubstr("Broken."), HasSubstr("a_later_code\n"), HasSubstr("Mend it.\n"), HasSubstr("here\n")));
    EXPECT_THAT(result.output, Not(HasSubstr("\x1b"))) << "nothing reaches the terminal that is not printable";
}

TEST(Doctor, BelievesNoAnswerThatIsNone) {
    for (const char* const body : {"", "[]", R"({"findings":{}})", R"({"findings":null})"}) {
        const ProgramResult result = run_on(http_answer(200, json, body), {"doctor"});
        EXPECT_EQ(result.exit_code, 3) << body;
        EXPECT_THAT(result.errors, HasSubstr("malformed")) << body;
    }
    const ProgramResult odd = run_on(http_answer(500, problem, "{}"), {"doctor"});
    EXPECT_EQ(odd.exit_code, 3);
}

}  // namespace
}  // namespace fivestar::cli
