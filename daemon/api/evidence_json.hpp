// Evidence as it is handed out (docs/EVIDENCE.md): a statement, which is a text of JSON, and the daemon's signature
// over the octets of that text.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/keys/evidence_key.hpp"
#include "daemon/policy/field_set.hpp"
#include "identity/evidence/evidence.hpp"

#include <optional>
#include <string>

#include <boost/json/object.hpp>

namespace fivestar::daemon {

struct EvidenceSignature {
    std::string key;  ///< its id
    Bytes value;      ///< DER of (r, s)
};

struct SealedEvidence {
    PersonalText statement;
    std::optional<EvidenceSignature> signature = {};  ///< nullopt if there is no key
};

/// Writes the evidence down. A file's octets are in it only for who may see all that it says: DG1 with `raw.mrz`, DG2
/// with `portrait`, DG13 and a security module's text with `raw.cn_text`, DG14 and DG15, which speak of the chip alone,
/// always; any other with the whole record, since it may hold more than the record shows. Of the rest: the digest.
[[nodiscard]] PersonalText evidence_statement(const identity::Evidence& evidence, const FieldSet& fields);

/// `key`: null if none is configured. Errors: those of the signature.
[[nodiscard]] Result<SealedEvidence> seal_evidence(const identity::Evidence& evidence, const FieldSet& fields,
                                                   const EvidenceKey* key);

/// The member `evidence` of an answer.
[[nodiscard]] boost::json::object evidence_json(const SealedEvidence& evidence);

}  // namespace fivestar::daemon
