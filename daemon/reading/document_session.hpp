// SPDX-License-Identifier: Apache-2.0
// A session with a document's chip: in the clear at first, under secure messaging once access was gained. Reads files,
// and opens the chip again where it ends its session over a length that it did not take (ICAO Doc 9303-11 §9.8).
#pragma once

#include "apdu/card_connection.hpp"
#include "apdu/command_chaining.hpp"
#include "apdu/file_reader.hpp"
#include "apdu/read_sizes.hpp"
#include "apdu/response_chaining.hpp"
#include "apdu/secure_messaging.hpp"
#include "daemon/reading/step_ledger.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace fivestar::daemon {

class DocumentSession {
  public:
    /// How often one read may open the chip again because of a refused length.
    static constexpr int max_reopenings = 3;

    /// Gains the same access again, and selects the application, after a reset.
    using Reopen = std::function<Result<void>()>;

    /// `extended_length`: reader and chip are believed to take it. `connection` and `ledger` must outlive the session.
    DocumentSession(apdu::CardConnection& connection, bool extended_length, StepLedger& ledger, Reopen reopen);

    /// The chip in the clear.
    [[nodiscard]] apdu::Channel& in_the_clear() { return plain_; }

    /// The chip as things stand: under secure messaging if that has begun, be it alive or over.
    [[nodiscard]] apdu::Channel& current();

    /// As `current`, but opens the chip again if secure messaging is over.
    Result<apdu::Channel*> channel();

    /// Selects the eMRTD application, or opens the chip again if secure messaging is over.
    Result<void> select_application();

    /// Reads one whole file of the application. Selects the application again where a short EF identifier led out of
    /// it. Errors as of `apdu::FileReader::read`, and those of selecting.
    Result<apdu::LdsFile> read(const apdu::lds::FileId& file);

    /// Puts everything that follows under secure messaging with these keys.
    Result<void> start_secure_messaging(const apdu::SessionKeys& keys);

    /// Replaces the keys by those that chip authentication agreed on, and proves with one exchange that the chip has
    /// them. Errors: those of that exchange; `secure_messaging_failed` where the chip does not have the keys.
    Result<void> restart_secure_messaging(const apdu::SessionKeys& keys);

    void end_secure_messaging();

    /// Ends secure messaging and resets the card.
    Result<void> reset();

    /// Reads files over any channel to this chip, as the chip names them and in the lengths that it takes.
    [[nodiscard]] apdu::FileReader& files() { return files_; }
    [[nodiscard]] const apdu::ReadSizes& sizes() const { return sizes_; }

  private:
    Result<void> reopen();

    apdu::CardConnection& connection_;
    Reopen gain_access_again_;
    apdu::ResponseChaining plain_responses_;
    apdu::CommandChaining plain_;
    std::unique_ptr<apdu::SecureChannel> secure_ = {};
    std::optional<apdu::ResponseChaining> protected_responses_ = {};
    bool was_protected_ = false;  ///< from then on nothing is read in the clear
    apdu::ReadSizes sizes_;
    apdu::FileReader files_;
    int reopenings_left_ = max_reopenings;
};

}  // namespace fivestar::daemon
