// SPDX-License-Identifier: Apache-2.0
// Quirks: how real and hostile chips depart from ISO/IEC 7816-4 and ICAO Doc 9303. Each is a row of one table.
// Manipulated documents are in tampering.hpp.
#pragma once

#include "apdu/status_word.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::sim {

/// Response to a READ BINARY whose Le exceeds the chip's limit. An unprotected response inside a session ends it.
enum class OverLimit : std::uint8_t {
    wrong_length,              ///< 6700, protected like the session
    unprotected_wrong_length,  ///< 6700, unprotected
    unprotected_wrong_offset,  ///< 6B00, unprotected; then 6988 to protected commands and to BAC until reset
    exact_length,              ///< 6Cxx with the limit, protected like the session
    exact_length_always,       ///< 6Cxx, even to the Le that it names
    fewer,                     ///< 9000 and as many octets as the limit
    nothing,                   ///< 9000 and no data
};

struct ReadLimit {
    std::uint32_t octets;
    OverLimit answer;
};

/// Response to a READ BINARY that reaches past the end of a file.
enum class PastEnd : std::uint8_t {
    standard,         ///< the remaining octets; 6282 if Le is a number, 9000 if Le is 00 or 0000
    warning,          ///< the remaining octets and 6282
    warning_no_data,  ///< 6282 without data
    wrong_mac,        ///< the remaining octets under a wrong MAC
};

/// Delays each step of PACE by `delay` after this many wrong passwords in a row, until a right one.
struct SlowMode {
    std::uint32_t wrong_passwords;
    std::chrono::milliseconds delay;
};

enum class Fault : std::uint8_t {
    removed,                   ///< the card is removed before it responds
    silent,                    ///< no response until `speak` is called
    half_frame,                ///< the card is removed in the middle of its response
    no_octets,                 ///< a response of 0 octets
    one_octet,                 ///< a response of 1 octet
    status_only,               ///< a response of 2 octets, 9000
    unprotected_data,          ///< inside secure messaging: the plain data and 9000
    unprotected_wrong_length,  ///< inside secure messaging: 6700
    without_do99,              ///< a protected response without DO'99'
    without_do8e,              ///< a protected response without DO'8E'
    wrong_mac,                 ///< one bit of the MAC flipped
    empty_do99,                ///< DO'99' of 0 octets under a right MAC
    short_do99,                ///< DO'99' of 1 octet under a right MAC
    long_do99,                 ///< DO'99' of 3 octets under a right MAC
    endless_response,          ///< 61xx to this command and to every GET RESPONSE after it
};

/// A fault and the commands that it affects, counted from 1 since the chip was made. GET RESPONSE and GET CHALLENGE
/// count.
struct FaultPlan {
    Fault fault;
    std::uint32_t first = 1;
    std::uint32_t last = std::numeric_limits<std::uint32_t>::max();
};

/// Everything that a chip can do differently. The defaults follow the standards.
struct Quirks {
    std::optional<bool> claims_extended_length = {};   ///< what ATR and EF.ATR/INFO say, if it is not the truth
    std::optional<bool> accepts_extended_length = {};  ///< if false, 6700 to extended length
    std::optional<ReadLimit> read_limit = {};          ///< of READ BINARY with INS B0
    PastEnd past_end = PastEnd::standard;
    bool refuses_le_on_select = false;  ///< 6700
    /// Response to READ BINARY with a short EF identifier.
    std::optional<apdu::StatusWord> short_identifier_status = {};
    bool short_identifier_status_is_unprotected = false;
    /// In the application, a short EF identifier of a file of the master file means that file, and leaves the
    /// application.
    bool short_identifiers_leave_application = false;
    /// Response outside of secure messaging to every READ BINARY, and to SELECT of a file and of the master file.
    /// Without access control there is none.
    std::optional<apdu::StatusWord> closed_status = {};
    /// Response to SELECT with P2=0C (no file control information).
    std::optional<apdu::StatusWord> bare_selection_status = {};
    std::optional<apdu::StatusWord> selection_warning = {};  ///< replaces 9000 to SELECT
    bool refuses_optional_files = false;                     ///< 6982 to EF.DIR and EF.ATR/INFO
    bool lacks_application = false;                          ///< 6A82 to the AID of the eMRTD application
    bool chains_answers = false;     ///< 61xx and GET RESPONSE for responses of more than 128 octets
    bool master_file_hangs = false;  ///< no response to SELECT of the master file
    /// Response to SELECT of the master file, which then selects nothing.
    std::optional<apdu::StatusWord> master_file_status = {};
    /// Response to every EXTERNAL AUTHENTICATE.
    std::optional<apdu::StatusWord> authenticate_status = {};
    std::optional<std::uint32_t> password_tries = {};  ///< 63Cx after wrong PACE passwords, 6983 after the last try
    std::optional<SlowMode> slow_mode = {};
    std::chrono::milliseconds pace_delay{};                     ///< of each step of PACE
    bool refuses_token = false;                                 ///< 6300 to the last step of PACE
    bool refuses_le_on_environment = false;                     ///< 6700 to MANAGE SECURITY ENVIRONMENT with Le
    bool needs_parameter_reference = false;                     ///< 6A87 to MSE:Set AT of PACE without DO'84'
    bool refuses_key_agreement_template = false;                ///< 6A86 to MSE:Set KAT
    bool signature_empty_to_extended_le = false;                ///< 9000 and no data to INTERNAL AUTHENTICATE
    std::optional<std::size_t> signature_cut_to_short_le = {};  ///< 9000 and this many octets of the signature
    bool signature_wants_exact_le = false;                      ///< 6Cxx to INTERNAL AUTHENTICATE with another Le
    bool card_access_below_application = false;  ///< EF.CardAccess is in the application, not in the master file
    std::optional<Bytes> atr = {};
    std::vector<FaultPlan> faults = {};
};

/// The source of a row that no document is known to show.
inline constexpr std::string_view constructed = "constructed";

/// One row of the table.
struct QuirkProfile {
    std::string_view name;    ///< on the command line
    std::string_view what;    ///< what the chip does
    std::string_view source;  ///< the documents that showed it and the report (`owner/repo#n`), or `constructed`
    std::string_view reader;  ///< what fivestard does about it
    Quirks quirks;
};

/// All rows. Rows whose quirk is a fault affect every command.
[[nodiscard]] const std::vector<QuirkProfile>& quirk_profiles();

/// Parses `NAME`, `NAME@N` (faults: only the N-th command) or `NAME@N-` (from the N-th command on). Returns
/// `invalid_argument` for an unknown name, and for a position if the row has no fault.
[[nodiscard]] Result<Quirks> parse_quirk(std::string_view text);

}  // namespace fivestar::sim
