// How real chips, and hostile ones, depart from ISO/IEC 7816-4 and ICAO Doc 9303: data, so that a chip's misbehaviour
// is a value that a test names. Tampered documents are another matter (tampering.hpp).
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

/// What a chip does with a READ BINARY that asks for more octets than it likes. "Naked" answers carry no secure
/// messaging and end the session.
enum class OverLimit : std::uint8_t {
    wrong_length,         ///< 6700, protected as the session demands
    naked_wrong_length,   ///< 6700, naked
    naked_wrong_offset,   ///< 6B00, naked; afterwards 6988 to everything protected or to authenticate, until reset
    exact_length,         ///< 6Cxx with the most it would give, protected as the session demands
    exact_length_always,  ///< 6Cxx, whatever Le comes back
    fewer,                ///< 9000 with as many octets as it likes
    nothing,              ///< 9000 and no data
};

struct ReadLimit {
    std::uint32_t octets;
    OverLimit answer;
};

/// What happens to a READ BINARY that reaches past the end of a file.
enum class PastEnd : std::uint8_t {
    standard,         ///< the octets left; 6282 if Le named a number, 9000 if it said "all there are"
    warning,          ///< the octets left and 6282, always
    warning_no_data,  ///< 6282 alone
    wrong_mac,        ///< the octets left under a wrong MAC
};

/// After so many wrong passwords in a row each step of PACE takes longer, until a right one.
struct SlowMode {
    std::uint32_t wrong_passwords;
    std::chrono::milliseconds delay;
};

enum class Fault : std::uint8_t {
    removed,             ///< the card leaves before it answers
    silent,              ///< no answer, until told to speak
    half_frame,          ///< the card leaves in the middle of its answer
    no_octets,           ///< an answer of 0 octets
    one_octet,           ///< an answer of 1 octet
    status_only,         ///< an answer of 2 octets, 9000
    naked_data,          ///< inside secure messaging: the plain data and 9000
    naked_wrong_length,  ///< inside secure messaging: 6700
    without_do99,        ///< no status object under the MAC
    without_do8e,        ///< no MAC
    wrong_mac,           ///< one bit of the MAC flipped
    empty_do99,          ///< DO'99' of length 0, under a right MAC
    short_do99,          ///< of length 1
    long_do99,           ///< of length 3
    endless_response,    ///< 61xx to this command and to every GET RESPONSE after it
};

/// A fault and the commands that meet it, counted from 1 since the chip was made, GET RESPONSE and challenges included.
struct FaultPlan {
    Fault fault;
    std::uint32_t first = 1;
    std::uint32_t last = std::numeric_limits<std::uint32_t>::max();
};

struct Quirks {
    std::optional<bool> claims_extended_length = {};   ///< what ATR and EF.ATR/INFO say, if not the truth
    std::optional<bool> accepts_extended_length = {};  ///< what the chip does; 6700 to what it does not accept
    std::optional<ReadLimit> read_limit = {};          ///< of READ BINARY with INS B0
    PastEnd past_end = PastEnd::standard;
    bool refuses_le_on_select = false;  ///< 6700
    /// The answer to READ BINARY with a short EF identifier; naked, it ends the session.
    std::optional<apdu::StatusWord> short_identifier_status = {};
    bool short_identifier_status_is_naked = false;
    /// The answer to SELECT that wants no file control information (P2=0C).
    std::optional<apdu::StatusWord> bare_selection_status = {};
    std::optional<apdu::StatusWord> selection_warning = {};  ///< instead of 9000 to SELECT
    bool refuses_optional_files = false;                     ///< 6982 to EF.DIR and EF.ATR/INFO
    bool lacks_application = false;                          ///< 6A82 to the AID: an eID, not an eMRTD
    bool chains_answers = false;     ///< 61xx and GET RESPONSE for any answer of more than 128 octets
    bool master_file_hangs = false;  ///< no answer to SELECT of the master file
    /// The answer to SELECT of the master file, which then selects nothing.
    std::optional<apdu::StatusWord> master_file_status = {};
    /// The answer to EXTERNAL AUTHENTICATE, whatever it holds.
    std::optional<apdu::StatusWord> authenticate_status = {};
    std::optional<std::uint32_t> password_tries = {};  ///< 63Cx after wrong passwords of PACE, 6983 when none is left
    std::optional<SlowMode> slow_mode = {};
    std::chrono::milliseconds pace_delay{};                     ///< of each step of PACE
    bool refuses_token = false;                                 ///< 6300 to the last step of PACE, whatever it brings
    bool refuses_le_on_environment = false;                     ///< 6700 to MANAGE SECURITY ENVIRONMENT with Le
    bool needs_parameter_reference = false;                     ///< 6A87 to MSE:Set AT of PACE without DO'84'
    bool refuses_key_agreement_template = false;                ///< 6A86 to MSE:Set KAT
    bool signature_empty_to_extended_le = false;                ///< 9000 and no data to INTERNAL AUTHENTICATE
    std::optional<std::size_t> signature_cut_to_short_le = {};  ///< 9000 and so many octets of the signature
    bool signature_wants_exact_le = false;                      ///< 6Cxx to INTERNAL AUTHENTICATE with another Le
    bool card_access_below_application = false;  ///< EF.CardAccess lies in the application, not in the master file
    std::optional<Bytes> atr = {};
    std::vector<FaultPlan> faults = {};
};

struct QuirkProfile {
    std::string_view name;
    std::string_view meaning;  ///< one line for `fivestar-sim --quirks`
    Quirks quirks;
};

/// All profiles, by name. Those whose quirk is a fault meet every command.
[[nodiscard]] const std::vector<QuirkProfile>& quirk_profiles();

/// The profile `NAME`, `NAME@N` (faults: at the N-th command only) or `NAME@N-` (from the N-th on). `invalid_argument`
/// for an unknown name, or a position where there is no fault.
[[nodiscard]] Result<Quirks> parse_quirk(std::string_view text);

}  // namespace fivestar::sim
