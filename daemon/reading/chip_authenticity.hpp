// Whether the chip is the one that the issuer put its name to: PACE with the chip authentication mapping, chip
// authentication, active authentication, in this order (ICAO Doc 9303-11 §4.4.3.5, §6). The first that succeeds is
// enough; the others are then said not to have been tried.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reading/document_files.hpp"
#include "daemon/reading/document_session.hpp"
#include "daemon/reading/read_card.hpp"
#include "daemon/reading/step_ledger.hpp"
#include "identity/verification.hpp"

#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// One method, and what came of it.
struct ChipProof {
    std::string_view method;  ///< `pace-cam`, `chip`, `active`
    identity::Outcome outcome = identity::Outcome::not_performed;
    std::string_view reason = {};          ///< a code, unless passed
    identity::DataGroupNumber key_in = 0;  ///< the group whose hash vouches for the key; 0: EF.CardSecurity does
};

class ChipAuthenticity {
  public:
    /// All must outlive this.
    ChipAuthenticity(DocumentSession& session, const DocumentFiles& files, const ReadEnvironment& environment,
                     WallTime now, Random& random, StepLedger& ledger)
        : session_(session), files_(files), environment_(environment), now_(now), random_(random), ledger_(ledger) {}

    /// Asks the chip. Errors: those that end a read. Afterwards secure messaging may be another, or be over.
    Result<void> prove();

    /// Fills the check `chip_authenticity` of a verification whose passive authentication is done: a key counts only if
    /// its group passed that, signature and chain included.
    void report(identity::Verification& verification) const;

  private:
    void pace_chip_authentication_mapping();
    Result<void> chip_authentication();
    Result<void> active_authentication();
    [[nodiscard]] bool proved() const;
    /// DG14 is there for PACE or terminal authentication alone: then the chip offers no proof.
    void report_nothing_to_prove(identity::Verification& verification) const;

    DocumentSession& session_;
    const DocumentFiles& files_;
    const ReadEnvironment& environment_;
    WallTime now_;
    Random& random_;
    StepLedger& ledger_;
    std::vector<ChipProof> proofs_ = {};
};

}  // namespace fivestar::daemon
