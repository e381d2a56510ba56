// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/written_evidence.hpp"

#include "cli/views/evidence_view.hpp"
#include "daemon/api/evidence_json.hpp"

#include <chrono>
#include <fstream>
#include <utility>

namespace fivestar::test {

daemon::ReadRequest evidence_order(const std::string& persona) {
    daemon::ReadRequest order = order_for(test_persona(persona));
    order.evidence = true;
    return order;
}

std::string written(const daemon::ReadOutcome& outcome, const daemon::EvidenceKey* key,
                    const daemon::FieldSet& fields) {
    daemon::JsonWriter json;
    daemon::write_evidence(json, daemon::seal_evidence(outcome.evidence.value(), fields, key).value());
    return std::string{json.take().view()};
}

TestEvidenceKey::TestEvidenceKey() {
    std::filesystem::create_directory(directory_.path() / "public");
    key_ = daemon::EvidenceKey::create(directory_.path() / "key.pem").value();
    std::ofstream{directory_.path() / "public" / "counter.pem"} << key_->public_key_pem();
}

cli::EvidenceKeys TestEvidenceKey::believed() const {
    return cli::EvidenceKeys::load(directory_.path() / "public").value();
}

std::optional<Verified> verified(std::string_view text, const cli::EvidenceKeys& keys) {
    auto file = cli::parse_evidence_file(text);
    if (!file) return std::nullopt;
    Verified result{.file = std::move(*file), .signature = {}, .report = {}, .verdict = {}};
    result.signature = keys.verify(result.file);
    const auto trust = full_trust();
    const WallTime now = std::chrono::sys_days{reading_day} + std::chrono::hours{12};
    result.report = identity::verify_evidence(result.file.evidence,
                                              {.trust = *trust.trust,
                                               .lds_trust = trust.lds_trust.get(),
                                               .terminal_is_believed = result.signature == cli::SignatureVerdict::good},
                                              now);
    const auto shown = cli::evidence_report_json(result.file, result.signature, result.report);
    result.verdict = shown.at("verification").at("verdict").as_string().c_str();
    return result;
}

}  // namespace fivestar::test
