// SPDX-License-Identifier: Apache-2.0
// Evidence files: each is refused or verified, but without a trust anchor never genuine.
#include "cli/evidence_file.hpp"
#include "cli/evidence_keys.hpp"
#include "cli/views/evidence_view.hpp"
#include "crypto/base/bytes.hpp"
#include "identity/evidence/evidence_verification.hpp"

#include <cstdlib>

using namespace fivestar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The first octet selects the whole file or the statement only, which mutations reach more often.
    if (size == 0) return 0;
    const std::string_view text = as_text({data + 1, size - 1});
    std::optional<cli::EvidenceFile> file;
    if (data[0] == 'F') {
        auto parsed = cli::parse_evidence_file(text);
        if (parsed) file.emplace(std::move(*parsed));
    } else if (auto evidence = cli::parse_statement(text)) {
        file.emplace(cli::EvidenceFile{std::move(*evidence), PersonalText{text}});
    }
    if (!file) return 0;
    if (file->evidence.groups.size() > cli::max_evidence_groups) std::abort();
    static const crypto::TrustStore nobody;
    static const WallTime now = WallTime{} + std::chrono::years{56};
    const auto report = identity::verify_evidence(file->evidence, {.trust = nobody}, now);
    if (report.verdict == identity::Verdict::genuine) std::abort();
    const auto shown = cli::evidence_report_json(*file, cli::EvidenceKeys{}.verify(*file), report);
    for (const auto language : {Language::english, Language::chinese}) {
        if (cli::evidence_report_text(shown, language).empty()) std::abort();
    }
    return 0;
}
