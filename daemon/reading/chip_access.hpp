// SPDX-License-Identifier: Apache-2.0
// The way into a document's chip (ICAO Doc 9303-11 §4.2): EF.CardAccess, then PACE or BAC, and what is done where a
// chip hides the one or refuses the other.
#pragma once

#include "apdu/access.hpp"
#include "apdu/card_access.hpp"
#include "apdu/card_connection.hpp"
#include "apdu/pace.hpp"
#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reading/document_session.hpp"
#include "daemon/reading/read_request.hpp"
#include "daemon/reading/step_ledger.hpp"
#include "identity/verification/verification.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace fivestar::daemon {

/// The facts that opening the chip has shown.
struct AccessFacts {
    std::optional<apdu::AccessMethod> method = {};          ///< nullopt: the chip is read in the clear
    bool pace_failed = false;                               ///< BAC stands in for it
    std::optional<Bytes> card_access_file = {};             ///< EF.CardAccess as the chip has it, authentic or not
    std::optional<crypto::SecurityInfos> card_access = {};  ///< its content, if it can be parsed
    /// Left by PACE with chip authentication mapping, to be verified with a key of EF.CardSecurity.
    std::optional<apdu::ChipAuthenticationData> chip_authentication_data = {};
    Bytes card_security = {};  ///< EF.CardSecurity; empty unless it was needed and read
};

/// `bac`, `pace-mrz`, `pace-can` or `none`.
[[nodiscard]] std::string_view access_method(const AccessFacts& access);

/// Fills the check `access`. Findings: `pace_failed` (BAC stands in, as configured), `pace_unsupported` (PACE is
/// offered in no variant that we know) and `pace_not_used` (EF.CardAccess was found in the application, after BAC).
void report_access(const AccessFacts& access, identity::Check& check);

class ChipAccess {
  public:
    struct Options {
        bool fall_back_to_bac = false;                                            ///< where PACE failed
        apdu::CardAccessPlace card_access = apdu::CardAccessPlace::not_searched;  ///< as in `ReadRequest`
        std::function<void()> on_slow_mode = {};                                  ///< as in `apdu::PaceOptions`
    };

    /// Reads EF.CardAccess of the master file, in the clear, before any application is selected. The arguments must
    /// outlive the result. Errors: the connection's.
    static Result<std::unique_ptr<ChipAccess>> find_card_access(apdu::CardConnection& connection,
                                                                const AccessKeys& keys, Options options, Random& random,
                                                                StepLedger& ledger);

    /// Gains access and selects the eMRTD application; from then on everything is under secure messaging.
    ///
    /// 1. PACE, if EF.CardAccess offers it and a key serves it. If it fails, BAC where the options allow that.
    /// 2. Otherwise BAC.
    /// 3. If BAC fails, or there is no key for it: the chip is read in the clear if it allows that; else EF.CardAccess
    ///    is searched for again, and PACE is tried if it is found.
    ///
    /// Errors: `access_required` without a key that serves; `unsupported` if the chip has no such application or wants
    /// another protocol; `access_denied`; those of the protocols and of the connection.
    Result<void> gain();

    /// Searches again for an EF.CardAccess that the master file did not show: in the application, then in the master
    /// file, since another program may have had the application selected when the read began. Both under secure
    /// messaging, if access was gained. Errors: the connection's.
    Result<void> find_hidden_card_access();

    [[nodiscard]] DocumentSession& session() { return session_; }
    [[nodiscard]] const AccessFacts& facts() const { return facts_; }

  private:
    ChipAccess(apdu::CardConnection& connection, const AccessKeys& keys, Options options, Random& random,
               StepLedger& ledger, const apdu::CardAccess& found);

    Result<void> gain_by_pace();
    Result<void> gain_by_bac();
    Result<void> fall_back_to_bac();
    Result<void> gain_without_bac(const Error& refusal);
    Result<void> gain_again();
    Result<std::optional<Bytes>> look_after_reset();
    Result<std::optional<Bytes>> look_under_session();
    Result<void> select_application();
    void choose_pace();
    Result<void> perform_pace();
    Result<void> perform_bac();
    void read_card_security();

    apdu::CardConnection& connection_;
    const AccessKeys& keys_;
    Options options_;
    Random& random_;
    StepLedger& ledger_;
    DocumentSession session_;
    AccessFacts facts_ = {};
    bool in_application_ = false;                ///< EF.CardAccess was found there
    std::optional<crypto::PaceInfo> pace_ = {};  ///< the offer that is taken up
};

}  // namespace fivestar::daemon
