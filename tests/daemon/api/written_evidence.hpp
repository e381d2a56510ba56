// SPDX-License-Identifier: Apache-2.0
// Evidence of simulated reads as clients get it, and a verifier who has nothing but that text and the test PKI's
// anchors.
#pragma once

#include "cli/evidence_file.hpp"
#include "cli/evidence_keys.hpp"
#include "daemon/keys/evidence_key.hpp"
#include "daemon/policy/field_set.hpp"
#include "daemon/reading/read_outcome.hpp"
#include "identity/evidence/evidence_verification.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/support/temporary_directory.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fivestar::test {

/// Everything wanted, with the persona's key, and evidence.
[[nodiscard]] daemon::ReadRequest evidence_order(const std::string& persona);

/// The member `evidence` of the answer. The outcome must hold evidence.
[[nodiscard]] std::string written(const daemon::ReadOutcome& outcome, const daemon::EvidenceKey* key = nullptr,
                                  const daemon::FieldSet& fields = daemon::FieldSet::all());

/// A key of a daemon's and the directory in which a verifier has its public part.
class TestEvidenceKey {
  public:
    TestEvidenceKey();
    [[nodiscard]] const daemon::EvidenceKey* get() const { return &*key_; }
    [[nodiscard]] cli::EvidenceKeys believed() const;

  private:
    TemporaryDirectory directory_;
    std::optional<daemon::EvidenceKey> key_;
};

/// The result of verifying a text.
struct Verified {
    cli::EvidenceFile file;
    cli::SignatureVerdict signature;
    identity::EvidenceReport report;
    std::string verdict;  ///< as the program ends with it
};

/// At noon of `reading_day`, trusting the test PKI's authorities; nullopt if the text is no evidence.
[[nodiscard]] std::optional<Verified> verified(std::string_view text, const cli::EvidenceKeys& keys = {});

}  // namespace fivestar::test
