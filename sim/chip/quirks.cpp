#include "sim/chip/quirks.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace fivestar::sim {
namespace {

Quirks limited(std::uint32_t octets, OverLimit answer) {
    return {.read_limit = ReadLimit{octets, answer}};
}

Quirks master_file(std::uint16_t status) {
    return {.master_file_status = apdu::StatusWord{status}};
}

Quirks without_short_identifiers(std::uint16_t status, bool naked = false) {
    return {.short_identifier_status = apdu::StatusWord{status}, .short_identifier_status_is_naked = naked};
}

Quirks always(Fault fault) {
    return {.faults = {{.fault = fault}}};
}

/// An ATR that belongs to no card: direct convention, T=1, historical bytes that spell nothing registered.
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

/// `N` or `N-`, into every fault's plan.
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
        {"none", "a chip that follows the standards", {}},
        // Lengths: the commonest way to lose a read.
        {"long-read-naked-6700", "naked 6700 to Le above 223; the session is lost",
         limited(223, OverLimit::naked_wrong_length)},
        {"long-read-6b00", "naked 6B00 to Le 00 and above; nothing protected works until reset",
         limited(255, OverLimit::naked_wrong_offset)},
        {"exact-length", "6CE7 to Le above 231", limited(231, OverLimit::exact_length)},
        {"exact-length-always", "6C80 to every READ BINARY", limited(128, OverLimit::exact_length_always)},
        {"read-limit-112", "6700 to Le above 112", limited(112, OverLimit::wrong_length)},
        {"read-limit-160", "6700 to Le above 160", limited(160, OverLimit::wrong_length)},
        {"read-limit-192", "6700 to Le above 192", limited(192, OverLimit::wrong_length)},
        {"read-limit-223", "6700 to Le above 223", limited(223, OverLimit::wrong_length)},
        {"fewer-octets", "at most 100 octets a read, however many are asked for", limited(100, OverLimit::fewer)},
        {"empty-read", "9000 and no data to every READ BINARY", limited(0, OverLimit::nothing)},
        {"end-of-file-warning", "6282 with the octets left, whatever Le", {.past_end = PastEnd::warning}},
        {"end-of-file-no-data", "6282 without the octets left", {.past_end = PastEnd::warning_no_data}},
        {"end-of-file-wrong-mac", "a wrong MAC when read past the end", {.past_end = PastEnd::wrong_mac}},
        {"short-length-only",
         "no extended length, and says so",
         {.claims_extended_length = false, .accepts_extended_length = false}},
        {"extended-length-refused",
         "claims extended length, answers 6700 to it",
         {.claims_extended_length = true, .accepts_extended_length = false}},
        {"extended-length-hidden",
         "takes extended length without a word of it",
         {.claims_extended_length = false, .accepts_extended_length = true}},
        {"chained-answers", "61xx and GET RESPONSE for answers above 128 octets", {.chains_answers = true}},
        // Selection.
        {"select-le-refused", "6700 to SELECT with Le", {.refuses_le_on_select = true}},
        {"short-identifiers-refused", "6A86 to READ BINARY with a short EF identifier",
         without_short_identifiers(0x6A86)},
        {"short-identifiers-6700", "6700 to it", without_short_identifiers(0x6700)},
        {"short-identifiers-6981", "6981 to it", without_short_identifiers(0x6981)},
        {"short-identifiers-6985", "6985 to it", without_short_identifiers(0x6985)},
        {"short-identifiers-6a82", "6A82 to it", without_short_identifiers(0x6A82)},
        {"short-identifiers-naked-6a82", "naked 6A82 to it; the session is lost",
         without_short_identifiers(0x6A82, true)},
        {"select-p2-refused",
         "6A80 to SELECT without file control information",
         {.bare_selection_status = apdu::sw::incorrect_data}},
        {"select-warning", "6283 to SELECT, which selects", {.selection_warning = apdu::StatusWord{0x6283}}},
        {"optional-files-refused", "6982 to the master file's EFs", {.refuses_optional_files = true}},
        {"no-application", "6A82 to the eMRTD application", {.lacks_application = true}},
        {"master-file-6982", "6982 to SELECT of the master file", master_file(0x6982)},
        {"master-file-6985", "6985", master_file(0x6985)},
        {"master-file-6a81", "6A81", master_file(0x6A81)},
        {"master-file-6a86", "6A86", master_file(0x6A86)},
        {"master-file-6a87", "6A87", master_file(0x6A87)},
        {"master-file-6d00", "6D00", master_file(0x6D00)},
        {"master-file-no-effect", "9000 to SELECT of the master file, which selects nothing", master_file(0x9000)},
        {"master-file-hangs", "silent after SELECT of the master file", {.master_file_hangs = true}},
        {"authenticate-6a88",
         "6A88 to EXTERNAL AUTHENTICATE: no BAC here",
         {.authenticate_status = apdu::sw::reference_not_found}},
        {"unknown-atr", "an ATR nobody has seen", {.atr = foreign_atr()}},
        // PACE, chip and active authentication.
        {"slow-pace", "300 ms for each step of PACE", {.pace_delay = std::chrono::milliseconds{300}}},
        {"password-tries", "counts wrong passwords: 63C2, 63C1, then blocked", {.password_tries = 3}},
        {"slow-mode",
         "one second for each step of PACE after two wrong passwords",
         {.slow_mode = SlowMode{2, std::chrono::seconds{1}}}},
        {"slow-mode-counted",
         "63C9 and so on after wrong passwords, and one second for each step of PACE from the first on",
         {.password_tries = 10, .slow_mode = SlowMode{1, std::chrono::seconds{1}}}},
        {"token-refused", "6300 to the last step of PACE, whatever the password", {.refuses_token = true}},
        {"environment-le-refused", "6700 to MANAGE SECURITY ENVIRONMENT with Le", {.refuses_le_on_environment = true}},
        {"parameter-reference-needed",
         "6A87 to the start of PACE without the number of its parameters",
         {.needs_parameter_reference = true}},
        {"key-agreement-template-refused",
         "6A86 to MSE:Set KAT: chip authentication with 3DES by MSE:Set AT alone",
         {.refuses_key_agreement_template = true}},
        {"signature-empty", "9000 and no signature to an extended Le", {.signature_empty_to_extended_le = true}},
        {"signature-cut", "9000 and 64 octets of the signature to a short Le", {.signature_cut_to_short_le = 64}},
        {"signature-exact-length",
         "6Cxx to an Le that is not the signature's length",
         {.signature_wants_exact_le = true}},
        {"card-access-below-application",
         "EF.CardAccess in the application instead of the master file",
         {.card_access_below_application = true}},
        // Broken answers.
        {"no-octets", "an answer of 0 octets", always(Fault::no_octets)},
        {"one-octet", "an answer of 1 octet", always(Fault::one_octet)},
        {"status-only", "9000 alone", always(Fault::status_only)},
        {"naked-data", "plain data and 9000 inside secure messaging", always(Fault::naked_data)},
        {"naked-6700", "naked 6700 inside secure messaging", always(Fault::naked_wrong_length)},
        {"without-do99", "protected answers without status", always(Fault::without_do99)},
        {"without-do8e", "protected answers without MAC", always(Fault::without_do8e)},
        {"wrong-mac", "protected answers with a wrong MAC", always(Fault::wrong_mac)},
        {"empty-do99", "a status of 0 octets", always(Fault::empty_do99)},
        {"short-do99", "a status of 1 octet", always(Fault::short_do99)},
        {"long-do99", "a status of 3 octets", always(Fault::long_do99)},
        {"endless-response", "61xx without end", always(Fault::endless_response)},
        // The card goes, or sleeps.
        {"removed", "the card leaves instead of answering", always(Fault::removed)},
        {"half-frame", "the card leaves in the middle of an answer", always(Fault::half_frame)},
        {"silent", "no answer", always(Fault::silent)},
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
