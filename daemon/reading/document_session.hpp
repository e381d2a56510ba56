// A document's chip, opened: the application selected, access gained, files read; and opened again where a chip ends
// its session over a length that it did not take (ICAO Doc 9303-11 §4.3, §9.8).
#pragma once

#include "apdu/access.hpp"
#include "apdu/application_probe.hpp"
#include "apdu/card_connection.hpp"
#include "apdu/command_chaining.hpp"
#include "apdu/file_reader.hpp"
#include "apdu/read_sizes.hpp"
#include "apdu/response_chaining.hpp"
#include "apdu/secure_messaging.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reading/read_order.hpp"
#include "daemon/reading/step_ledger.hpp"

#include <memory>
#include <optional>

namespace fivestar::daemon {

class DocumentSession {
  public:
    /// How often a read may be opened again because of a refused length.
    static constexpr int max_reopenings = 3;

    /// Selects the application and asks it, in the clear, whether it wants to be opened and takes extended length.
    /// `unsupported` if the chip has no such application. All arguments must outlive the session.
    static Result<std::unique_ptr<DocumentSession>> open(apdu::CardConnection& connection, const AccessKeys& keys,
                                                         Random& random, StepLedger& ledger);

    /// Whether the chip's files are closed to who has no key.
    [[nodiscard]] bool access_control() const { return access_control_; }

    /// Gains access with the key that the chip takes; from then on everything is under secure messaging. Errors:
    /// `access_required` without such a key; `unsupported` where the chip wants another protocol than BAC;
    /// `access_denied`; those of the connection.
    Result<void> gain_access();

    /// One file, whole. Errors as of `apdu::FileReader::read`.
    Result<apdu::LdsFile> read(const apdu::lds::FileId& file);

    /// Which access control stands; nullopt while read plainly.
    [[nodiscard]] std::optional<apdu::AccessMethod> access() const { return access_; }

  private:
    DocumentSession(apdu::CardConnection& connection, const AccessKeys& keys, Random& random, StepLedger& ledger,
                    const apdu::ApplicationProbe& probe);
    [[nodiscard]] apdu::Channel& top();
    void end_session();
    Result<void> reopen();

    apdu::CardConnection& connection_;
    const AccessKeys& keys_;
    Random& random_;
    bool access_control_;
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
