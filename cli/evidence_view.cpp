#include "cli/evidence_view.hpp"

#include "cli/json.hpp"
#include "cli/record_view.hpp"
#include "cli/sheet.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <fmt/chrono.h>

namespace fivestar::cli {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object check_json(const identity::Check& check) {
    json::object object{{"name", identity::to_string(check.name)},
                        {"outcome", identity::to_string(check.outcome)},
                        {"method", text_or_null(check.method)},
                        {"reason", text_or_null(check.reason)},
                        {"findings", json::array(check.findings.begin(), check.findings.end())}};
    if (check.name == identity::CheckName::data_group_hashes) {
        object.emplace("data_groups", json::array(check.data_groups.begin(), check.data_groups.end()));
    }
    if (check.name == identity::CheckName::certificate_validity) {
        object.emplace("at_signing", text_or_null(check.at_signing ? identity::to_string(*check.at_signing) : ""));
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
            {"valid_at_reading", identity::to_string(report.valid_at_reading)},
            {"profile", identity::to_string(report.profile)},
            {"contradiction", text_or_null(report.contradiction)},
            {"claimed_verdict", identity::to_string(evidence.claimed_verdict)},
            {"verification",
             {{"verdict", identity::to_string(verdict)},
              {"sam_id", text_or_null(report.verification.sam_id.value_or(""))},
              {"checks", std::move(checks)}}}};
}

PersonalText evidence_report_text(const json::value& report) {
    const auto words = [&](std::string_view pointer) {
        std::string text{text_at(report, pointer)};
        std::ranges::replace(text, '_', ' ');
        return text;
    };
    Sheet sheet;
    sheet.heading("Evidence of a read");
    sheet.row("Signature of the daemon", words("/signature/result"));
    sheet.row("Key", scalar_at(report, "/signature/key").view());
    const bool vouched = text_at(report, "/signature/result") == "good";
    sheet.row(vouched ? "Read" : "Read, it says", text_at(report, "/read_at"));
    sheet.row("Certificates then valid", words("/valid_at_reading"));
    sheet.row("Profile", text_at(report, "/profile"));
    sheet.row("Security module", scalar_at(report, "/verification/sam_id").view());
    sheet.row("Verdict of the terminal", words("/claimed_verdict"));
    sheet.row("CONTRADICTS ITSELF", words("/contradiction"));
    append_checks(sheet, report);
    sheet.heading("Verdict: " + words("/verification/verdict"));
    return PersonalText{sheet.text()};
}

}  // namespace fivestar::cli
