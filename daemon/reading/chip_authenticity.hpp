// SPDX-License-Identifier: Apache-2.0
// Proves that the chip is the one that the issuer signed for: PACE with the chip authentication mapping, chip
// authentication, active authentication, in this order (ICAO Doc 9303-11 §4.4.3.5, §6). The first success is enough;
// the other protocols are then reported as not tried.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reading/chip_access.hpp"
#include "daemon/reading/document_files.hpp"
#include "daemon/reading/read_card.hpp"
#include "daemon/reading/step_ledger.hpp"
#include "identity/evidence/evidence.hpp"
#include "identity/verification/document_verification.hpp"

#include <span>
#include <vector>

namespace fivestar::daemon {

class ChipAuthenticity {
  public:
    /// All must outlive this. `dg14`: the parsed file. `evidence`: takes what passes between chip and terminal; null if
    /// nobody wants it.
    ChipAuthenticity(ChipAccess& access, const DocumentFiles& files, const Result<crypto::SecurityInfos>& dg14,
                     const ReadEnvironment& environment, WallTime now, Random& random, StepLedger& ledger,
                     identity::Evidence* evidence)
        : session_(access.session()),
          access_(access.facts()),
          files_(files),
          dg14_(dg14),
          environment_(environment),
          now_(now),
          random_(random),
          ledger_(ledger),
          evidence_(evidence) {}

    /// Asks the chip. Where evidence is wanted, active authentication is not spared; the evidence holds by then what
    /// the challenge is to be derived from. Errors: those that end a read. Afterwards secure messaging may be another,
    /// or be over.
    Result<void> prove();

    /// The results in the order of the attempts. Passive authentication decides if the key of a proof counts.
    [[nodiscard]] std::span<const identity::ChipProof> proofs() const { return proofs_; }

  private:
    void pace_chip_authentication_mapping();
    Result<void> chip_authentication();
    Result<void> active_authentication();
    [[nodiscard]] bool proved() const;
    [[nodiscard]] identity::Challenge new_challenge();

    DocumentSession& session_;
    const AccessFacts& access_;
    const DocumentFiles& files_;
    const Result<crypto::SecurityInfos>& dg14_;
    const ReadEnvironment& environment_;
    WallTime now_;
    Random& random_;
    StepLedger& ledger_;
    identity::Evidence* evidence_;
    std::vector<identity::ChipProof> proofs_ = {};
};

}  // namespace fivestar::daemon
