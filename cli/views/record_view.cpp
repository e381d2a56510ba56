// SPDX-License-Identifier: Apache-2.0
#include "cli/views/record_view.hpp"

#include "cli/json.hpp"
#include "cli/views/sheet.hpp"
#include "cli/views/vocabulary.hpp"

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

/// {code, zh, en} as "上海市 Shanghai (31)"; plain text unchanged.
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

PersonalText document_title(const value& record, Language language) {
    PersonalText title = words(text_at(record, "/document/type"), language);
    if (title.empty()) title.append(Phrase{"card", "卡片"}.in(language));
    title[0] = title[0] >= 'a' && title[0] <= 'z' ? static_cast<char>(title[0] - 'a' + 'A') : title[0];
    append_part(title, Phrase{", edition ", "，版本 "}.in(language), scalar_at(record, "/document/edition").view());
    return title;
}

PersonalText validity(const value& record, Language language) {
    PersonalText text = scalar_at(record, "/document/valid_from");
    const bool is_long_term = scalar_at(record, "/document/long_term").view() == "yes";
    append_part(
        text, Phrase{" to ", " 至 "}.in(language),
        is_long_term ? Phrase{"long term", "长期"}.in(language) : scalar_at(record, "/document/valid_until").view());
    const PersonalText is_valid = scalar_at(record, "/document/currently_valid");
    if (!is_valid.empty())
        append_part(
            text, ", ",
            (is_valid.view() == "yes" ? Phrase{"valid today", "今日有效"} : Phrase{"NOT VALID TODAY", "今日无效"})
                .in(language));
    return text;
}

PersonalText latin_name(const value& record, Language language) {
    PersonalText text = scalar_at(record, "/holder/names/latin");
    if (text.empty()) {
        text = scalar_at(record, "/holder/names/primary");
        append_part(text, ", ", scalar_at(record, "/holder/names/secondary").view());
    }
    if (scalar_at(record, "/holder/names/truncated").view() == "yes")
        text.append(Phrase{" (cut short on the card)", "（证件上被截断）"}.in(language));
    return text;
}

void append_document(Sheet& sheet, const value& record) {
    constexpr std::string_view number = "/document/number";
    const bool has_number = at(record, number).is_string();
    sheet.row({"Number", "号码"}, scalar_at(record, has_number ? number : "/document/number_masked").view());
    sheet.row({"Earlier number", "曾用号码"}, list_at(record, "/document/previous_numbers", " or ").view());
    sheet.row({"Issuing state", "签发国"}, scalar_at(record, "/document/issuing_state").view());
    sheet.row({"Issuing authority", "签发机关"}, coded(record, "/document/issuing_authority").view());
    sheet.row({"Valid", "有效期"}, validity(record, sheet.language()).view());
    sheet.row({"Renewals", "换证次数"}, scalar_at(record, "/document/renewal_count").view());
    sheet.row({"Travel permit number", "通行证号码"}, scalar_at(record, "/document/travel_permit_number").view());
    sheet.row({"Issues", "签发次数"}, scalar_at(record, "/document/issue_count").view());
    sheet.row({"Accepted by", "受理机关"}, coded(record, "/document/acceptance_authority").view());
    sheet.row({"Card version", "证件版本"}, scalar_at(record, "/document/card_version").view());
}

void append_holder(Sheet& sheet, const value& record) {
    PersonalText birth = scalar_at(record, "/holder/birth_date");
    if (birth.empty()) birth = scalar_at(record, "/holder/birth_date_printed");
    sheet.row({"Name", "姓名"}, latin_name(record, sheet.language()).view());
    sheet.row({"Chinese name", "中文姓名"}, scalar_at(record, "/holder/names/chinese").view());
    sheet.row({"Characters left out", "省略字数"}, scalar_at(record, "/holder/names/chinese_omitted").view());
    sheet.row({"Sex", "性别"}, words(text_at(record, "/holder/sex"), sheet.language()).view());
    sheet.row({"Born", "出生日期"}, birth.view());
    sheet.row({"Place of birth", "出生地"}, coded(record, "/holder/birth_place").view());
    sheet.row({"Nationality", "国籍"}, coded(record, "/holder/nationality").view());
    sheet.row({"Ethnicity", "民族"}, coded(record, "/holder/ethnicity").view());
    sheet.row({"Address", "住址"}, scalar_at(record, "/holder/address").view());
    if (const auto* appended = at(record, "/holder/address_appended").if_array()) {
        for (const value& address : *appended)
            sheet.row({"Address, appended", "追加住址"}, scalar_at(address, "").view());
    }
    sheet.row({"Personal number", "个人号码"}, scalar_at(record, "/holder/personal_number").view());
    const PersonalText is_adult = scalar_at(record, "/holder/over_18");
    const Phrase answer = is_adult.view() == "yes" ? Phrase{"yes", "是"} : Phrase{"no", "否"};
    sheet.row({"Over 18", "年满 18 岁"}, is_adult.empty() ? std::string_view{} : answer.in(sheet.language()));
}

/// Rows of the record's `number`, or of an answer of POST /v1/number.
void append_number(Sheet& sheet, const value& number) {
    PersonalText kind = words(text_at(number, "/kind"), sheet.language());
    const PersonalText is_valid = scalar_at(number, "/valid");
    if (!is_valid.empty())
        append_part(
            kind, ", ",
            (is_valid.view() == "yes" ? Phrase{"well formed", "格式正确"} : Phrase{"NOT WELL FORMED", "格式错误"})
                .in(sheet.language()));
    append_part(kind, ": ", list_at(number, "/faults").view());
    sheet.row({"Kind of number", "号码种类"}, kind.view());
    sheet.row({"Accepted in", "受理地"}, coded(number, "/acceptance_place").view());
    sheet.row({"Registered in", "登记地"}, coded(number, "/registration_place").view());
}

void append_portrait(Sheet& sheet, const value& record) {
    PersonalText text = scalar_at(record, "/portrait/media_type");
    const PersonalText width = scalar_at(record, "/portrait/width");
    const PersonalText height = scalar_at(record, "/portrait/height");
    if (!width.empty() && width.view() != "0") {
        append_part(text, ", ", width.view());
        append_part(text, " x ", height.view());
        text.append(Phrase{" pixels", " 像素"}.in(sheet.language()));
    }
    sheet.row({"Portrait", "照片"}, text.view());
}

PersonalText remark_on(const value& check, Language language) {
    const std::string_view reason = text_at(check, "/reason");
    PersonalText remark = words(reason, language);
    if (const auto* findings = at(check, "/findings").if_array()) {
        for (const value& finding : *findings) {
            const std::string_view code = text_at(finding, "");
            if (code != reason) append_part(remark, ", ", words(code, language).view());
        }
    }
    const PersonalText groups = list_at(check, "/data_groups");
    if (!groups.empty()) append_part(remark, "; ", "DG " + std::string{groups.view()});
    const PersonalText at_signing = words(text_at(check, "/at_signing"), language);
    if (!at_signing.empty())
        append_part(remark, "; ",
                    std::string{Phrase{"when signed: ", "签名时："}.in(language)}.append(at_signing.view()));
    return remark;
}

/// The tone of an outcome or a verdict.
Tone tone_of(std::string_view code) {
    if (code == "passed" || code == "genuine") return Tone::good;
    if (code == "failed" || code == "not_genuine") return Tone::bad;
    return code == "unverified" ? Tone::doubtful : Tone::plain;
}

}  // namespace

void append_checks(Sheet& sheet, const value& answer) {
    const auto* checks = at(answer, "/verification/checks").if_array();
    if (checks == nullptr) return;
    sheet.heading(Phrase{"Checks", "检查"});
    std::vector<std::vector<PersonalText>> rows;
    std::vector<Tone> tones;
    for (const value& check : *checks) {
        tones.push_back(tone_of(text_at(check, "/outcome")));
        auto& row = rows.emplace_back();
        row.push_back(words(text_at(check, "/name"), sheet.language()));
        row.push_back(words(text_at(check, "/outcome"), sheet.language()));
        row.push_back(scalar_at(check, "/method"));
        row.push_back(remark_on(check, sheet.language()));
    }
    sheet.table(rows, tones);
}

PersonalText record_text(const value& answer, Language language, Colour colour) {
    Sheet sheet{language, colour};
    const value& record = at(answer, "/record");
    sheet.heading(document_title(record, language).view());
    append_document(sheet, record);
    append_holder(sheet, record);
    append_number(sheet, at(record, "/number"));
    append_portrait(sheet, record);
    sheet.row({"Profile", "规范"}, scalar_at(answer, "/profile").view());
    sheet.row({"Reader", "读卡器"}, scalar_at(answer, "/reader").view());
    sheet.row({"Security module", "安全模块"}, scalar_at(answer, "/verification/sam_id").view());
    sheet.row({"Read", "读取编号"}, scalar_at(answer, "/id").view());
    append_checks(sheet, answer);
    PersonalText verdict{Phrase{"Verdict: ", "结论："}.in(language)};
    const PersonalText given = words(text_at(answer, "/verification/verdict"), language);
    verdict.append(given.empty() ? Phrase{"not granted to this client", "未授权给此客户端"}.in(language)
                                 : given.view());
    sheet.heading(verdict.view(), tone_of(text_at(answer, "/verification/verdict")));
    return PersonalText{sheet.text()};
}

PersonalText number_text(const value& answer, Language language) {
    Sheet sheet{language};
    PersonalText birth = scalar_at(answer, "/birth_date");
    if (birth.empty()) birth = scalar_at(answer, "/birth_date_printed");
    sheet.row({"Number", "号码"}, scalar_at(answer, "/number_masked").view());
    append_number(sheet, answer);
    sheet.row({"First nationality", "首次国籍"}, scalar_at(answer, "/first_nationality").view());
    sheet.row({"Born", "出生日期"}, birth.view());
    sheet.row({"Sequence", "顺序码"}, scalar_at(answer, "/sequence").view());
    sheet.row({"Sex", "性别"}, words(text_at(answer, "/sex"), language).view());
    return PersonalText{sheet.text()};
}

ExitCode exit_code_of(const value& answer) {
    const std::string_view verdict = text_at(answer, "/verification/verdict");
    if (verdict == "genuine") return ExitCode::done;
    return verdict == "not_genuine" ? ExitCode::not_genuine : ExitCode::unverified;
}

}  // namespace fivestar::cli
