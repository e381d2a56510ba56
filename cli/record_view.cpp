#include "cli/record_view.hpp"

#include "cli/json.hpp"
#include "cli/printable.hpp"
#include "cli/sheet.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>

namespace fivestar::cli {
namespace {

using boost::json::value;

void append_part(PersonalText& text, std::string_view separator, std::string_view part) {
    if (part.empty()) return;
    if (!text.empty()) text.append(separator);
    text.append(part);
}

/// {code, zh, en} as "上海市 Shanghai (31)"; a plain text as it is.
PersonalText coded(const value& record, const std::string& pointer) {
    if (at(record, pointer).is_string()) return scalar_at(record, pointer);
    PersonalText text;
    append_part(text, " ", scalar_at(record, pointer + "/zh").view());
    append_part(text, " ", scalar_at(record, pointer + "/en").view());
    const PersonalText code = scalar_at(record, pointer + "/code");
    if (text.empty()) return code.clone();
    if (!code.empty()) {
        text.append(" (");
        text.append(code.view());
        text.append(")");
    }
    return text;
}

PersonalText listed(const value& record, std::string_view pointer, std::string_view separator = ", ") {
    PersonalText text;
    const auto* list = at(record, pointer).if_array();
    if (list == nullptr) return text;
    for (const value& element : *list) append_part(text, separator, scalar_at(element, "").view());
    return text;
}

PersonalText document_title(const value& record) {
    PersonalText title = words(text_at(record, "/document/type"));
    if (title.empty()) title.append("card");
    title[0] = title[0] >= 'a' && title[0] <= 'z' ? static_cast<char>(title[0] - 'a' + 'A') : title[0];
    append_part(title, ", edition ", scalar_at(record, "/document/edition").view());
    return title;
}

PersonalText validity(const value& record) {
    PersonalText text = scalar_at(record, "/document/valid_from");
    const bool is_long_term = scalar_at(record, "/document/long_term").view() == "yes";
    append_part(text, " to ", is_long_term ? "long term" : scalar_at(record, "/document/valid_until").view());
    const PersonalText is_valid = scalar_at(record, "/document/currently_valid");
    if (!is_valid.empty()) append_part(text, ", ", is_valid.view() == "yes" ? "valid today" : "NOT VALID TODAY");
    return text;
}

PersonalText latin_name(const value& record) {
    PersonalText text = scalar_at(record, "/holder/names/latin");
    if (text.empty()) {
        text = scalar_at(record, "/holder/names/primary");
        append_part(text, ", ", scalar_at(record, "/holder/names/secondary").view());
    }
    if (scalar_at(record, "/holder/names/truncated").view() == "yes") text.append(" (cut short on the card)");
    return text;
}

void append_document(Sheet& sheet, const value& record) {
    constexpr std::string_view number = "/document/number";
    const bool has_number = at(record, number).is_string();
    sheet.row("Number", scalar_at(record, has_number ? number : "/document/number_masked").view());
    sheet.row("Earlier number", listed(record, "/document/previous_numbers", " or ").view());
    sheet.row("Issuing state", scalar_at(record, "/document/issuing_state").view());
    sheet.row("Issuing authority", coded(record, "/document/issuing_authority").view());
    sheet.row("Valid", validity(record).view());
    sheet.row("Renewals", scalar_at(record, "/document/renewal_count").view());
    sheet.row("Travel permit number", scalar_at(record, "/document/travel_permit_number").view());
    sheet.row("Issues", scalar_at(record, "/document/issue_count").view());
    sheet.row("Accepted by", coded(record, "/document/acceptance_authority").view());
    sheet.row("Card version", scalar_at(record, "/document/card_version").view());
}

void append_holder(Sheet& sheet, const value& record) {
    PersonalText birth = scalar_at(record, "/holder/birth_date");
    if (birth.empty()) birth = scalar_at(record, "/holder/birth_date_printed");
    sheet.row("Name", latin_name(record).view());
    sheet.row("Chinese name", scalar_at(record, "/holder/names/chinese").view());
    sheet.row("Sex", words(text_at(record, "/holder/sex")).view());
    sheet.row("Born", birth.view());
    sheet.row("Place of birth", coded(record, "/holder/birth_place").view());
    sheet.row("Nationality", coded(record, "/holder/nationality").view());
    sheet.row("Ethnicity", coded(record, "/holder/ethnicity").view());
    sheet.row("Address", scalar_at(record, "/holder/address").view());
    if (const auto* appended = at(record, "/holder/address_appended").if_array()) {
        for (const value& address : *appended) sheet.row("Address, appended", scalar_at(address, "").view());
    }
    sheet.row("Personal number", scalar_at(record, "/holder/personal_number").view());
    sheet.row("Over 18", scalar_at(record, "/holder/over_18").view());
}

/// Of the record's `number`, or of an answer that is one.
void append_number(Sheet& sheet, const value& number) {
    PersonalText kind = words(text_at(number, "/kind"));
    const PersonalText is_valid = scalar_at(number, "/valid");
    if (!is_valid.empty()) append_part(kind, ", ", is_valid.view() == "yes" ? "well formed" : "NOT WELL FORMED");
    append_part(kind, ": ", listed(number, "/faults").view());
    sheet.row("Kind of number", kind.view());
    sheet.row("Accepted in", coded(number, "/acceptance_place").view());
    sheet.row("Registered in", coded(number, "/registration_place").view());
}

void append_portrait(Sheet& sheet, const value& record) {
    PersonalText text = scalar_at(record, "/portrait/media_type");
    const PersonalText width = scalar_at(record, "/portrait/width");
    const PersonalText height = scalar_at(record, "/portrait/height");
    if (!width.empty() && width.view() != "0") {
        append_part(text, ", ", width.view());
        append_part(text, " x ", height.view());
        text.append(" pixels");
    }
    sheet.row("Portrait", text.view());
}

PersonalText remark_on(const value& check) {
    const std::string_view reason = text_at(check, "/reason");
    PersonalText remark = words(reason);
    if (const auto* findings = at(check, "/findings").if_array()) {
        for (const value& finding : *findings) {
            const std::string_view code = text_at(finding, "");
            if (code != reason) append_part(remark, ", ", words(code).view());
        }
    }
    const PersonalText groups = listed(check, "/data_groups");
    if (!groups.empty()) append_part(remark, "; ", "DG " + std::string{groups.view()});
    const PersonalText at_signing = words(text_at(check, "/at_signing"));
    if (!at_signing.empty()) append_part(remark, "; ", "when signed: " + std::string{at_signing.view()});
    return remark;
}

}  // namespace

void append_checks(Sheet& sheet, const value& answer) {
    const auto* checks = at(answer, "/verification/checks").if_array();
    if (checks == nullptr) return;
    sheet.heading("Checks");
    std::vector<std::vector<PersonalText>> rows;
    for (const value& check : *checks) {
        auto& row = rows.emplace_back();
        row.push_back(words(text_at(check, "/name")));
        row.push_back(words(text_at(check, "/outcome")));
        row.push_back(scalar_at(check, "/method"));
        row.push_back(remark_on(check));
    }
    sheet.table(rows);
}

PersonalText record_text(const value& answer) {
    Sheet sheet;
    const value& record = at(answer, "/record");
    sheet.heading(document_title(record).view());
    append_document(sheet, record);
    append_holder(sheet, record);
    append_number(sheet, at(record, "/number"));
    append_portrait(sheet, record);
    sheet.row("Profile", scalar_at(answer, "/profile").view());
    sheet.row("Reader", scalar_at(answer, "/reader").view());
    sheet.row("Security module", scalar_at(answer, "/verification/sam_id").view());
    sheet.row("Read", scalar_at(answer, "/id").view());
    append_checks(sheet, answer);
    PersonalText verdict{"Verdict: "};
    const PersonalText given = words(text_at(answer, "/verification/verdict"));
    verdict.append(given.empty() ? std::string_view{"not granted to this client"} : given.view());
    sheet.heading(verdict.view());
    return PersonalText{sheet.text()};
}

PersonalText number_text(const value& answer) {
    Sheet sheet;
    PersonalText birth = scalar_at(answer, "/birth_date");
    if (birth.empty()) birth = scalar_at(answer, "/birth_date_printed");
    sheet.row("Number", scalar_at(answer, "/number_masked").view());
    append_number(sheet, answer);
    sheet.row("First nationality", scalar_at(answer, "/first_nationality").view());
    sheet.row("Born", birth.view());
    sheet.row("Sequence", scalar_at(answer, "/sequence").view());
    sheet.row("Sex", words(text_at(answer, "/sex")).view());
    return PersonalText{sheet.text()};
}

ExitCode exit_code_of(const value& answer) {
    const std::string_view verdict = text_at(answer, "/verification/verdict");
    if (verdict == "genuine") return ExitCode::done;
    return verdict == "not_genuine" ? ExitCode::not_genuine : ExitCode::unverified;
}

}  // namespace fivestar::cli
