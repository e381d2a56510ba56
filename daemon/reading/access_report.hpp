// What the record says of access: by which protocol, and whether somebody made us use a weaker one.
#pragma once

#include "crypto/base/bytes.hpp"
#include "daemon/reading/document_session.hpp"
#include "identity/verification.hpp"

namespace fivestar::daemon {

/// Fills the check `access`: method `bac`, `pace-mrz`, `pace-can` or `none`; findings `pace_failed` (BAC stands in, as
/// configured), `pace_unsupported` (PACE is offered in no form that we know) and `pace_not_used` (EF.CardAccess was
/// found in the application, after BAC).
void report_access(const DocumentSession& session, identity::Check& check);

/// Compares EF.CardAccess, which anybody between chip and reader could have changed, with what the issuer signed (ICAO
/// Doc 9303-11 §9.2.11). `dg14`: the file, if it passed passive authentication, else empty. The check fails with
/// `card_access_mismatch` if DG14 lists PACE otherwise than EF.CardAccess did, or at all where that had none;
/// `card_access_unconfirmed` is noted where DG14 says nothing of the PACE that EF.CardAccess offers.
void compare_card_access(const DocumentSession& session, ByteView dg14, identity::Check& check);

}  // namespace fivestar::daemon
