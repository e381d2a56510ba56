// SPDX-License-Identifier: Apache-2.0
// Evidence in the form in which it is handed out (docs/EVIDENCE.md): a statement in JSON, and the daemon's signature
// over its octets.
#pragma once

#include "crypto/base/utf8.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/keys/evidence_key.hpp"
#include "daemon/policy/field_set.hpp"
#include "daemon/reads/finished_read.hpp"
#include "identity/evidence/evidence.hpp"

namespace fivestar::daemon {

/// Renders the statement. It holds the octets of a file only if `fields` include all that the file says: DG1 needs
/// `raw.mrz`, DG2 `portrait`, DG13 and a security module's text `raw.cn_text`. DG14 and DG15, which describe the chip
/// alone, are always included. Any other file needs the whole record. Of files that are left out, it holds the digest.
[[nodiscard]] Utf8Text evidence_statement(const identity::Evidence& evidence, const FieldSet& fields);

/// `key`: null if none is configured. Errors: those of the signature.
[[nodiscard]] Result<SealedEvidence> seal_evidence(const identity::Evidence& evidence, const FieldSet& fields,
                                                   const EvidenceKey* key);

/// Writes the value of the member `evidence` of an answer.
void write_evidence(JsonWriter& json, const SealedEvidence& evidence);

}  // namespace fivestar::daemon
