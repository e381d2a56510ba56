// SPDX-License-Identifier: Apache-2.0
#include "cli/views/evidence_view.hpp"

#include "cli/json.hpp"
#include "cli/views/record_view.hpp"
#include "cli/views/sheet.hpp"
#include "cli/views/vocabulary.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>

namespace fivestar::cli {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object check_json(const identity::Check& check) {
    json::array findings;
    for (const identity::ReasonCode& finding : check.findings) findings.emplace_back(to_string(finding));
    json::object object{{"name", identity::to_string(check.name)},
                        {"outcome", to_string(check.outcome)},
                        {"method", text_or_null(check.method)},
                        {"reason", text_or_null(to_string(check.reason))},
                        {"findings", std::move(findings)}};
    if (check.name == identity::CheckName::data_group_hashes) {
        object.emplace("data_groups", json::array(check.data_groups.begin(), check.data_groups.end()));
    }
    if (check.name == identity::CheckName::certificate_validity) {
        object.emplace("at_signing", text_or_null(check.at_signing ? to_string(*check.at_signing) : ""));
    }
    return object;
}

std::string instant_text(WallTime instant) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(instant);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return {text.data(), size};
}

}  // namespace

json::object evidence_report_json(const EvidenceFile& file, SignatureVerdict signature,
                                  const identity::EvidenceReport& report) {
    json::array checks;
    for (const identity::Check& check : report.verification.checks()) checks.push_back(check_json(check));
    const bool contradicts = signature == SignatureVerdict::broken;
    const identity::Verdict verdict = contradicts ? identity::Verdict::not_genuine : report.verdict;
    const auto& evidence = file.evidence;
    return {{"signature",
             {{"result", to_string(signature)},
              {"key", file.signature ? json::value(file.signature->key) : json::value(nullptr)}}},
            {"read_at", instant_text(evidence.read_at)},
            {"valid_at_reading", to_string(report.valid_at_reading)},
            {"profile", identity::to_string(report.profile)},
            {"contradiction", text_or_null(to_string(report.contradiction))},
            {"claimed_verdict", identity::to_string(evidence.claimed_verdict)},
            {"verification",
             {{"verdict", identity::to_string(verdict)},
              {"sam_id", text_or_null(report.verification.sam_id.value_or(""))},
              {"checks", std::move(checks)}}}};
}

PersonalText evidence_report_text(const json::value& report, Language language) {
    const auto told = [&](std::string_view pointer) { return words(text_at(report, pointer), language); };
    Sheet sheet{language};
    sheet.heading(Phrase{"Evidence of a read", "读取的证据"});
    sheet.row({"Signature of the daemon", "守护进程的签名"}, told("/signature/result").view());
    sheet.row({"Key", "密钥"}, scalar_at(report, "/signature/key").view());
    const bool vouched = text_at(report, "/signature/result") == "good";
    sheet.row(vouched ? Phrase{"Read", "读取时间"} : Phrase{"Read, it says", "所称读取时间"},
              text_at(report, "/read_at"));
    sheet.row({"Certificates then valid", "当时证书有效"}, told("/valid_at_reading").view());
    sheet.row({"Profile", "规范"}, text_at(report, "/profile"));
    sheet.row({"Security module", "安全模块"}, scalar_at(report, "/verification/sam_id").view());
    sheet.row({"Verdict of the terminal", "终端的结论"}, told("/claimed_verdict").view());
    sheet.row({"CONTRADICTS ITSELF", "自相矛盾"}, told("/contradiction").view());
    append_checks(sheet, report);
    sheet.heading(std::string{Phrase{"Verdict: ", "结论："}.in(language)}.append(told("/verification/verdict").view()));
    return PersonalText{sheet.text()};
}

}  // namespace fivestar::cli
