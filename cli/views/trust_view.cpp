// SPDX-License-Identifier: Apache-2.0
#include "cli/views/trust_view.hpp"

#include "cli/json.hpp"
#include "cli/views/sheet.hpp"

#include <span>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>

namespace fivestar::cli {
namespace {

using boost::json::value;

/// A column: its title and the member that it shows.
struct Column {
    Phrase title;
    std::string_view member;
};

/// The date of an instant.
constexpr std::size_t date_length = 10;

PersonalText cell(const value& row, std::string_view member, Language language) {
    if (member == "/expired")
        return PersonalText{at(row, member) == value(true) ? Phrase{"EXPIRED", "已过期"}.in(language) : ""};
    if (member == "/current")
        return PersonalText{at(row, member) == value(false) ? Phrase{"STALE", "已过时"}.in(language) : ""};
    const PersonalText text = scalar_at(row, member);
    const bool instant = member.ends_with("_at") || member.ends_with("_update") || member == "/valid_from";
    return PersonalText{instant ? text.view().substr(0, date_length) : text.view()};
}

void add_table(Sheet& sheet, Phrase heading, const value& list, std::span<const Column> columns) {
    const auto* elements = list.if_array();
    if (elements == nullptr || elements->empty()) return;
    sheet.heading(heading);
    std::vector<std::vector<PersonalText>> rows(1);
    for (const Column& column : columns) rows.front().emplace_back(column.title.in(sheet.language()));
    for (const value& element : *elements) {
        auto& row = rows.emplace_back();
        for (const Column& column : columns) row.push_back(cell(element, column.member, sheet.language()));
    }
    sheet.table(rows);
}

constexpr Column anchor_columns[] = {{{"COUNTRY", "国家"}, "/country"},
                                     {{"EXPIRES", "到期"}, "/expires_at"},
                                     {{"", ""}, "/expired"},
                                     {{"PROFILE", "规范"}, "/profile"},
                                     {{"FILE", "文件"}, "/source/file"},
                                     {{"LIST", "主列表"}, "/source/master_list"},
                                     {{"SUBJECT", "主体"}, "/subject"},
                                     {{"SHA-256", "SHA-256"}, "/fingerprint"}};
constexpr Column master_list_columns[] = {{{"COUNTRY", "国家"}, "/country"},
                                          {{"SIGNED", "签名时间"}, "/signed_at"},
                                          {{"CERTIFICATES", "证书数"}, "/certificates"},
                                          {{"FILE", "文件"}, "/file"},
                                          {{"SIGNER SHA-256", "签名者 SHA-256"}, "/signer_fingerprint"}};
constexpr Column revocation_columns[] = {{{"COUNTRY", "国家"}, "/country"},
                                         {{"THIS UPDATE", "本次更新"}, "/this_update"},
                                         {{"NEXT UPDATE", "下次更新"}, "/next_update"},
                                         {{"", ""}, "/current"},
                                         {{"REVOKED", "吊销数"}, "/revoked"},
                                         {{"FILE", "文件"}, "/file"},
                                         {{"ISSUER", "签发者"}, "/issuer"}};
constexpr Column skipped_columns[] = {
    {{"FILE", "文件"}, "/file"}, {{"ENTRY", "条目"}, "/entry"}, {{"REASON", "原因"}, "/reason"}};

}  // namespace

PersonalText trust_text(const value& answer, Language language) {
    Sheet sheet{language};
    const auto* anchors = at(answer, "/anchors").if_array();
    if (anchors == nullptr || anchors->empty()) sheet.heading(Phrase{"No trust anchors.", "没有信任锚。"});
    add_table(sheet, {"Anchors", "信任锚"}, at(answer, "/anchors"), anchor_columns);
    add_table(sheet, {"Master lists", "主列表"}, at(answer, "/master_lists"), master_list_columns);
    add_table(sheet, {"Revocation lists", "吊销列表"}, at(answer, "/revocation_lists"), revocation_columns);
    add_table(sheet, {"Skipped", "跳过的文件"}, at(answer, "/skipped"), skipped_columns);
    sheet.row({"Loaded at", "加载时间"}, scalar_at(answer, "/loaded_at").view());
    return PersonalText{sheet.text()};
}

}  // namespace fivestar::cli
