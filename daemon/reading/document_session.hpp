// A document's chip, opened: access gained by PACE or BAC, the application selected, files read; and opened again where
// a chip ends its session over a length that it did not take (ICAO Doc 9303-11 §4.2, §9.8).
#pragma once

#include "apdu/access.hpp"
#include "apdu/card_access.hpp"
#include "apdu/card_connection.hpp"
#include "apdu/command_chaining.hpp"
#include "apdu/file_reader.hpp"
#include "apdu/pace.hpp"
#include "apdu/read_sizes.hpp"
#include "apdu/response_chaining.hpp"
#include "apdu/secure_messaging.hpp"
#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reading/read_request.hpp"
#include "daemon/reading/step_ledger.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace fivestar::daemon {

class DocumentSession {
  public:
    /// How often a read may be opened again because of a refused length.
    static constexpr int max_reopenings = 3;

    struct Options {
        bool fall_back_to_bac = false;            ///< where PACE failed
        bool pace_seen = false;                   ///< `ReadRequest`
        std::function<void()> on_slow_mode = {};  ///< `apdu::PaceOptions`
    };

    /// Reads EF.CardAccess, in the clear. Where it offers PACE that one of the keys serves, that is all; else selects
    /// the application. `unsupported` if the chip has no such application. All arguments must outlive the session.
    static Result<std::unique_ptr<DocumentSession>> open(apdu::CardConnection& connection, const AccessKeys& keys,
                                                         Options options, Random& random, StepLedger& ledger);

    /// Gains access with the key that the chip takes, by PACE if that is offered, and selects the application; from
    /// then on everything is under secure messaging. A chip that refuses BAC, or cannot be asked for it without a key,
    /// is asked whether it can be read without, and whether it keeps EF.CardAccess in the application: nothing to do
    /// for the first, PACE for the second. Errors: `access_required` without a key that serves; `unsupported` where the
    /// chip wants another protocol; `access_denied`; those of the protocols and of the connection.
    Result<void> gain_access();

    /// Where the master file had no EF.CardAccess, asks the application for it, and then the master file once more, for
    /// another program may have had the application selected when the read began: both under the session that stands,
    /// if one does. Errors: the connection's.
    Result<void> look_for_card_access();

    /// One file, whole. Errors as of `apdu::FileReader::read`.
    Result<apdu::LdsFile> read(const apdu::lds::FileId& file);

    /// Secure messaging anew, with the keys that chip authentication agreed on, and one exchange under it. Errors:
    /// those of that exchange; `secure_messaging_failed` where the chip does not have the keys.
    Result<void> restart_secure_messaging(const apdu::SessionKeys& keys);

    /// To the selected application, under the session that stands; opens the chip again if none does.
    Result<apdu::Channel*> channel();

    /// Which access control stands; nullopt while read plainly.
    [[nodiscard]] std::optional<apdu::AccessMethod> access() const { return access_; }
    /// PACE was tried, and failed.
    [[nodiscard]] bool pace_failed() const { return pace_failed_; }
    /// EF.CardAccess as the chip has it; nullopt if there is none.
    [[nodiscard]] const std::optional<Bytes>& card_access_file() const { return card_access_file_; }
    /// What EF.CardAccess says; nullopt if there is none, or none that can be read.
    [[nodiscard]] const std::optional<crypto::SecurityInfos>& card_access() const { return card_access_; }
    /// What PACE with the chip authentication mapping left to be verified, and the file that holds the chip's keys.
    [[nodiscard]] const std::optional<apdu::ChipAuthenticationData>& chip_authentication_data() const {
        return chip_authentication_data_;
    }
    [[nodiscard]] ByteView card_security() const { return card_security_; }
    /// Lengths that reader and chip take.
    [[nodiscard]] const apdu::ReadSizes& sizes() const { return sizes_; }

  private:
    DocumentSession(apdu::CardConnection& connection, const AccessKeys& keys, Options options, Random& random,
                    StepLedger& ledger, const apdu::CardAccess& card_access);
    void choose_pace();
    [[nodiscard]] apdu::Channel& top();
    Result<void> start_session(const apdu::SessionKeys& keys);
    void end_session();
    Result<void> reset();
    Result<void> enter_with_pace();
    Result<void> enter_without_bac(const Error& refusal);
    Result<void> open_with_pace();
    Result<void> open_with_bac();
    Result<void> fall_back();
    Result<std::optional<Bytes>> look_after_reset();
    Result<std::optional<Bytes>> look_under_session();
    void read_card_security();
    Result<void> select_application();
    Result<void> reopen();

    apdu::CardConnection& connection_;
    const AccessKeys& keys_;
    Options options_;
    Random& random_;
    StepLedger& ledger_;
    std::optional<Bytes> card_access_file_;
    std::optional<crypto::SecurityInfos> card_access_;
    std::optional<crypto::PaceInfo> pace_ = {};  ///< the offer to take up
    bool pace_failed_ = false;
    std::optional<apdu::ChipAuthenticationData> chip_authentication_data_ = {};
    Bytes card_security_ = {};
    apdu::ResponseChaining plain_responses_;
    apdu::CommandChaining plain_;
    std::unique_ptr<apdu::SecureChannel> secure_ = {};
    std::optional<apdu::ResponseChaining> protected_responses_ = {};
    std::optional<apdu::AccessMethod> access_ = {};
    apdu::ReadSizes sizes_;
    apdu::FileReader files_;
    int reopenings_left_ = max_reopenings;
};

}  // namespace fivestar::daemon
