// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/quirks.hpp"

#include <algorithm>
#include <charconv>

namespace fivestar::sim {
namespace {

// Reactions of the reader that several rows share.
constexpr std::string_view asks_for_less = "opens a new session and asks for less";
constexpr std::string_view selects_file = "selects the file instead";
constexpr std::string_view goes_on =
    "reads EF.CardAccess by short identifier first; needs no SELECT of the master file";
constexpr std::string_view ends_session = "ends the session";

Quirks limited(std::uint32_t octets, OverLimit answer) {
    return {.read_limit = ReadLimit{octets, answer}};
}

Quirks master_file(std::uint16_t status) {
    return {.master_file_status = apdu::StatusWord{status}};
}

Quirks without_short_identifiers(std::uint16_t status, bool is_unprotected = false) {
    return {.short_identifier_status = apdu::StatusWord{status},
            .short_identifier_status_is_unprotected = is_unprotected};
}

Quirks always(Fault fault) {
    return {.faults = {{.fault = fault}}};
}

/// An ATR that belongs to no known card: direct convention, T=1, unregistered historical bytes.
Bytes foreign_atr() {
    Bytes atr{0x3B, 0x88, 0x80, 0x01, 'S', 'P', 'E', 'C', 'I', 'M', 'E', 'N'};
    std::uint8_t check = 0;
    for (const std::uint8_t octet : ByteView{atr}.subspan(1)) check ^= octet;
    atr.push_back(check);
    return atr;
}

std::optional<std::uint32_t> read_number(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
    return number;
}

/// `place(quirks, position)` applies `N` or `N-` to all faults of `quirks`.
Result<void> place(Quirks& quirks, std::string_view position) {
    const bool onwards = position.ends_with('-');
    if (onwards) position.remove_suffix(1);
    const auto number = read_number(position);
    if (!number || quirks.faults.empty()) return fail(ErrorCode::invalid_argument);
    for (FaultPlan& plan : quirks.faults) {
        plan.first = *number;
        if (!onwards) plan.last = *number;
    }
    return {};
}

}  // namespace

const std::vector<QuirkProfile>& quirk_profiles() {
    static const std::vector<QuirkProfile> profiles{
        {"none", "follows the standards", constructed, "reads it", {}},
        // Lengths.
        {"long-read-naked-6700", "unprotected 6700 to Le above 223, which ends the session",
         "Chinese and German passports: gmrtd/gmrtd#457, gmrtd/gmrtd#458, bettse/passy#3", asks_for_less,
         limited(223, OverLimit::unprotected_wrong_length)},
        {"long-read-6b00", "unprotected 6B00 to Le 00 and above, then 6988 until reset",
         "Russian passports: AndyQ/NFCPassportReader#89, flipperdevices/flipperzero-firmware#1866",
         "resets the card, opens a new session and asks for less", limited(255, OverLimit::unprotected_wrong_offset)},
        {"exact-length", "6CE7 to Le above 231", "AndyQ/NFCPassportReader#29",
         "repeats the command once with that Le and keeps it as the limit", limited(231, OverLimit::exact_length)},
        {"exact-length-always", "6C80 to every READ BINARY", "smart cards: OpenSC/OpenSC#1731",
         "repeats the command once, then ends the read", limited(128, OverLimit::exact_length_always)},
        {"read-limit-112", "6700 to Le above 112",
         "early passports: AndyQ/NFCPassportReader#24, AndyQ/NFCPassportReader#25, AndyQ/NFCPassportReader#89",
         "steps down to 112 octets a read", limited(112, OverLimit::wrong_length)},
        {"read-limit-160", "6700 to Le above 160",
         "older Dutch passports: AndyQ/NFCPassportReader#24, AndyQ/NFCPassportReader#25, AndyQ/NFCPassportReader#89",
         "steps down to 160 octets a read", limited(160, OverLimit::wrong_length)},
        {"read-limit-192", "6700 to Le above 192", "Ukrainian passports: gmrtd/gmrtd#410",
         "steps down to 192 octets a read", limited(192, OverLimit::wrong_length)},
        {"read-limit-223", "6700 to Le above 223", constructed, "steps down below 224 octets a read",
         limited(223, OverLimit::wrong_length)},
        {"fewer-octets", "at most 100 octets to each READ BINARY", constructed,
         "goes on after the last octet; two equal short responses become the limit", limited(100, OverLimit::fewer)},
        {"empty-read", "9000 without data to every READ BINARY", constructed, "ends the read after the smallest length",
         limited(0, OverLimit::nothing)},
        {"end-of-file-warning", "6282 with the remaining octets, for every Le",
         "Spanish identity card: AndyQ/NFCPassportReader#91, AndyQ/NFCPassportReader#42",
         "takes 6282 as a warning and never asks past the end", Quirks{.past_end = PastEnd::warning}},
        {"end-of-file-no-data", "6282 without the remaining octets",
         "Spanish identity card: AndyQ/NFCPassportReader#91, AndyQ/NFCPassportReader#42", "never asks past the end",
         Quirks{.past_end = PastEnd::warning_no_data}},
        {"end-of-file-wrong-mac", "a wrong MAC to a READ BINARY past the end", "United States passport: gmrtd/gmrtd#6",
         "never asks past the end", Quirks{.past_end = PastEnd::wrong_mac}},
        {"short-length-only", "no extended length, and says so", "smart cards: OpenSC/OpenSC#802, OpenSC/OpenSC#306",
         "tries extended length once, then uses short length",
         Quirks{.claims_extended_length = false, .accepts_extended_length = false}},
        {"extended-length-refused", "claims extended length and answers 6700 to it",
         "smart cards: OpenSC/OpenSC#500, OpenSC/OpenSC#515", "tries extended length once, then uses short length",
         Quirks{.claims_extended_length = true, .accepts_extended_length = false}},
        {"extended-length-hidden", "takes extended length but does not claim it", constructed,
         "tries extended length once, whatever the chip claims",
         Quirks{.claims_extended_length = false, .accepts_extended_length = true}},
        {"chained-answers", "61xx and GET RESPONSE for responses above 128 octets",
         "Finnish passport: AndyQ/NFCPassportReader#174", "fetches the rest with GET RESPONSE, within a limit",
         Quirks{.chains_answers = true}},
        // Selection.
        {"select-le-refused", "6700 to SELECT with Le",
         "German passports and identity cards: AndyQ/NFCPassportReader#153", "sends SELECT without Le first",
         Quirks{.refuses_le_on_select = true}},
        {"short-identifiers-refused", "6A86 to READ BINARY with a short EF identifier", constructed, selects_file,
         without_short_identifiers(0x6A86)},
        {"short-identifiers-6700", "6700 to READ BINARY with a short EF identifier", constructed, selects_file,
         without_short_identifiers(0x6700)},
        {"short-identifiers-6981", "6981 to READ BINARY with a short EF identifier", constructed, selects_file,
         without_short_identifiers(0x6981)},
        {"short-identifiers-6985", "6985 to READ BINARY with a short EF identifier", constructed, selects_file,
         without_short_identifiers(0x6985)},
        {"short-identifiers-6a82", "6A82 to READ BINARY with a short EF identifier", constructed, selects_file,
         without_short_identifiers(0x6A82)},
        {"short-identifiers-naked-6a82",
         "unprotected 6A82 to READ BINARY with a short EF identifier, which ends the session", constructed,
         "opens a new session and selects the file", without_short_identifiers(0x6A82, true)},
        {"short-identifiers-leave-application",
         "short EF identifiers of the master file's files are these files, also in the application, which is then left",
         "PersoSim, whose master file has EF.DIR: PersoSim/de.persosim.simulator#6",
         "selects the application again, and then the file", Quirks{.short_identifiers_leave_application = true}},
        {"closed-6986", "6986 to READ BINARY and SELECT of files before access control", constructed,
         "asks for EF.CardAccess in two ways at insertion, and once in a read",
         Quirks{.closed_status = apdu::sw::no_current_ef}},
        {"select-p2-refused", "6A80 to SELECT with P2=0C", constructed, "repeats SELECT once with P2=00",
         Quirks{.bare_selection_status = apdu::sw::incorrect_data}},
        {"select-warning", "6283 to SELECT, which selects", constructed, "takes 62xx as a warning",
         Quirks{.selection_warning = apdu::StatusWord{0x6283}}},
        {"optional-files-refused", "6982 to EF.DIR and EF.ATR/INFO", "United States passport: gmrtd/gmrtd#226",
         "needs neither file", Quirks{.refuses_optional_files = true}},
        {"no-application", "6A82 to SELECT of the eMRTD application",
         "German identity card: AndyQ/NFCPassportReader#205, AndyQ/NFCPassportReader#246",
         "reports an unsupported card", Quirks{.lacks_application = true}},
        {"master-file-6982", "6982 to SELECT of the master file", "New Zealand passport: gmrtd/gmrtd#414", goes_on,
         master_file(0x6982)},
        {"master-file-6985", "6985 to SELECT of the master file",
         "Emirati identity card: AndyQ/NFCPassportReader#156, AndyQ/NFCPassportReader#164", goes_on,
         master_file(0x6985)},
        {"master-file-6a81", "6A81 to SELECT of the master file", "Chinese passport: gmrtd/gmrtd#414", goes_on,
         master_file(0x6A81)},
        {"master-file-6a86", "6A86 to SELECT of the master file",
         "Australian passport, French identity card: gmrtd/gmrtd#414, AndyQ/NFCPassportReader#164", goes_on,
         master_file(0x6A86)},
        {"master-file-6a87", "6A87 to SELECT of the master file", "Ukrainian passport: gmrtd/gmrtd#414", goes_on,
         master_file(0x6A87)},
        {"master-file-6d00", "6D00 to SELECT of the master file",
         "Vietnamese identity card: AndyQ/NFCPassportReader#219", goes_on, master_file(0x6D00)},
        {"master-file-no-effect", "9000 to SELECT of the master file, which selects nothing",
         "European passports: AndyQ/NFCPassportReader#106", goes_on, master_file(0x9000)},
        {"master-file-hangs", "no response to SELECT of the master file",
         "Danish passport: AndyQ/NFCPassportReader#180", goes_on, Quirks{.master_file_hangs = true}},
        {"authenticate-6a88", "6A88 to EXTERNAL AUTHENTICATE: the chip has no BAC",
         "German passports: AndyQ/NFCPassportReader#197, AndyQ/NFCPassportReader#169, bettse/passy#3, bettse/passy#17, "
         "ZeroPass/dmrtd#18",
         "reports an unsupported card, not a wrong MRZ", Quirks{.authenticate_status = apdu::sw::reference_not_found}},
        {"unknown-atr", "an ATR that belongs to no known card", constructed, "does not depend on the ATR",
         Quirks{.atr = foreign_atr()}},
        // PACE, chip authentication and active authentication.
        {"slow-pace", "300 ms for each step of PACE", "Dutch passport: AndyQ/NFCPassportReader#110", "waits",
         Quirks{.pace_delay = std::chrono::milliseconds{300}}},
        {"password-tries", "63C2 and 63C1 after wrong passwords, then blocked",
         "bettse/passy#3, AndyQ/NFCPassportReader#60", "tries one password once and reports the tries left",
         Quirks{.password_tries = 3}},
        {"slow-mode", "one second for each step of PACE after two wrong passwords",
         "identity cards: Governikus/AusweisApp docs/releasenotes/2.2.0.rst",
         "extends the deadline after a wrong password", Quirks{.slow_mode = SlowMode{2, std::chrono::seconds{1}}}},
        {"slow-mode-counted",
         "63C9 and so on after wrong passwords, and one second for each step of PACE after the first",
         "identity cards: Governikus/AusweisApp docs/releasenotes/2.2.0.rst, bettse/passy#3",
         "extends the deadline when the chip answers 63Cx",
         Quirks{.password_tries = 10, .slow_mode = SlowMode{1, std::chrono::seconds{1}}}},
        {"token-refused", "6300 to the last step of PACE, also with the right password",
         "Greek passport, Slovak identity card: ZeroPass/dmrtd#33, ZeroPass/dmrtd#36",
         "tries once and reports the step", Quirks{.refuses_token = true}},
        {"environment-le-refused", "6700 to MANAGE SECURITY ENVIRONMENT with Le",
         "German passports and identity cards: AndyQ/NFCPassportReader#153",
         "sends MANAGE SECURITY ENVIRONMENT without Le", Quirks{.refuses_le_on_environment = true}},
        {"parameter-reference-needed", "6A87 to MSE:Set AT of PACE without DO'84'",
         "Ukrainian passports, German and Polish identity cards: gmrtd/gmrtd#108, AndyQ/NFCPassportReader#269",
         "adds DO'84' if the chip offers several parameters, or after this response",
         Quirks{.needs_parameter_reference = true}},
        {"key-agreement-template-refused", "6A86 to MSE:Set KAT", constructed,
         "uses MSE:Set AT and GENERAL AUTHENTICATE for 3DES, too", Quirks{.refuses_key_agreement_template = true}},
        {"signature-empty", "9000 without data to INTERNAL AUTHENTICATE with an extended Le",
         "Chinese passports: AndyQ/NFCPassportReader#223", "asks with a short Le if the signature fits",
         Quirks{.signature_empty_to_extended_le = true}},
        {"signature-cut", "9000 and 64 octets of the signature to INTERNAL AUTHENTICATE with a short Le",
         "Australian passports: AndyQ/NFCPassportReader#194, zkpassport/zkpassport-packages#180",
         "compares the length with the key and repeats with an extended Le", Quirks{.signature_cut_to_short_le = 64}},
        {"signature-exact-length", "6Cxx to INTERNAL AUTHENTICATE with another Le than the signature's length",
         "Norwegian passport: AndyQ/NFCPassportReader#113", "repeats the command once with that Le",
         Quirks{.signature_wants_exact_le = true}},
        {"card-access-below-application", "EF.CardAccess in the application instead of the master file",
         "Latvian identity card: AndyQ/NFCPassportReader#219, AndyQ/NFCPassportReader#116, AndyQ/NFCPassportReader#156",
         "looks for EF.CardAccess in the application, too", Quirks{.card_access_below_application = true}},
        // Malformed responses.
        {"no-octets", "a response of 0 octets", "smart cards: OpenSC, CVE-2024-45615 to CVE-2024-45620",
         "ends the read", always(Fault::no_octets)},
        {"one-octet", "a response of 1 octet", "smart cards: OpenSC, CVE-2024-45615 to CVE-2024-45620", "ends the read",
         always(Fault::one_octet)},
        {"status-only", "9000 without data", "smart cards: OpenSC, CVE-2025-13763", "ends the read",
         always(Fault::status_only)},
        {"naked-data", "unprotected data and 9000 inside secure messaging", "gmrtd/gmrtd#320", ends_session,
         always(Fault::unprotected_data)},
        {"naked-6700", "unprotected 6700 inside secure messaging", "Chinese passports: gmrtd/gmrtd#457", ends_session,
         always(Fault::unprotected_wrong_length)},
        {"without-do99", "protected responses without DO'99'", constructed, ends_session, always(Fault::without_do99)},
        {"without-do8e", "protected responses without DO'8E'", "gmrtd/gmrtd#320", ends_session,
         always(Fault::without_do8e)},
        {"wrong-mac", "protected responses with a wrong MAC", constructed, ends_session, always(Fault::wrong_mac)},
        {"empty-do99", "DO'99' of 0 octets", "gmrtd/gmrtd#274", ends_session, always(Fault::empty_do99)},
        {"short-do99", "DO'99' of 1 octet", "gmrtd/gmrtd#274", ends_session, always(Fault::short_do99)},
        {"long-do99", "DO'99' of 3 octets", "gmrtd/gmrtd#274", ends_session, always(Fault::long_do99)},
        {"endless-response", "61xx without end", "smart cards: OpenSC, CVE-2025-49010", "stops after 512 parts",
         always(Fault::endless_response)},
        // Removal and silence.
        {"removed", "the card is removed before it responds",
         "e-Contract/commons-eid#12, Fedict/eid-mw#240, tananaev/passport-reader#16",
         "ends the read with `card_removed`", always(Fault::removed)},
        {"half-frame", "the card is removed in the middle of a response", constructed,
         "ends the read with `card_removed`", always(Fault::half_frame)},
        {"silent", "no response", "LudovicRousseau/CCID#155",
         "ends the read at its deadline and quarantines the reader", always(Fault::silent)},
    };
    return profiles;
}

Result<Quirks> parse_quirk(std::string_view text) {
    const std::size_t at = text.find('@');
    const auto profile = std::ranges::find(quirk_profiles(), text.substr(0, at), &QuirkProfile::name);
    if (profile == quirk_profiles().end()) return fail(ErrorCode::invalid_argument);
    Quirks quirks = profile->quirks;
    if (at != std::string_view::npos) {
        const auto placed = place(quirks, text.substr(at + 1));
        if (!placed) return std::unexpected{placed.error()};
    }
    return quirks;
}

}  // namespace fivestar::sim
