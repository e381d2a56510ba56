// SPDX-License-Identifier: Apache-2.0
// Answers of a daemon for the tests of fivestarctl.
#pragma once

#include "tests/cli/program.hpp"
#include "tests/client/fake_server.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fivestar::cli {

using test::FakeServer;
using test::ProgramResult;

inline constexpr std::string_view json = "application/json";
inline constexpr std::string_view problem = "application/problem+json";

/// An answer of POST /v1/read. The person is invented.
inline std::string answer_with_verdict(std::string_view verdict) {
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

/// The arguments, and the socket of the server.
inline std::vector<std::string> with_socket(const FakeServer& server, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--socket", server.path()});
    return arguments;
}

/// Runs fivestarctl against a daemon that gives this answer.
inline ProgramResult run_on(const std::string& answer, const std::vector<std::string>& arguments) {
    FakeServer server{{test::answer_with(answer)}};
    return test::run_fivestarctl(with_socket(server, arguments));
}

}  // namespace fivestar::cli
