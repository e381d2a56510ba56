// SPDX-License-Identifier: Apache-2.0
// The result of verifying evidence, as JSON and as text.
#pragma once

#include "cli/evidence_file.hpp"
#include "cli/evidence_keys.hpp"
#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/evidence/evidence_verification.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fivestar::cli {

/// The members are in docs/EVIDENCE.md. Contains no data of the holder.
[[nodiscard]] boost::json::object evidence_report_json(const EvidenceFile& file, SignatureVerdict signature,
                                                       const identity::EvidenceReport& report);

[[nodiscard]] PersonalText evidence_report_text(const boost::json::value& report, Language language);

}  // namespace fivestar::cli
