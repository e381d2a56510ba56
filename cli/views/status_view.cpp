// SPDX-License-Identifier: Apache-2.0
#include "cli/views/status_view.hpp"

#include "cli/json.hpp"
#include "cli/views/printable.hpp"
#include "cli/views/sheet.hpp"
#include "cli/views/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>

namespace fivestar::cli {
namespace {

using boost::json::value;

/// The command that most often helps with a problem; empty if there is none.
std::string_view command_for(const value& problem) {
    struct Hint {
        std::string_view code;
        std::string_view command;
    };
    constexpr std::array hints{Hint{"access_required", "fivestarctl read --mrz -"},
                               Hint{"no_card", "fivestarctl read --wait 30"},
                               Hint{"several_cards", "fivestarctl readers"},
                               Hint{"no_such_reader", "fivestarctl readers"},
                               Hint{"no_reader", "fivestarctl doctor"},
                               Hint{"not_granted", "fivestarctl whoami"},
                               Hint{"reader_unresponsive", "fivestarctl doctor"},
                               Hint{"pcsc_unavailable", "fivestarctl doctor"},
                               Hint{"pcsc_denied", "fivestarctl doctor"}};
    const auto* const found = std::ranges::find(hints, text_at(problem, "/code"), &Hint::code);
    return found == hints.end() ? std::string_view{} : found->command;
}

/// The elements of a list with commas between them, or "none"; empty if there is no list.
PersonalText listed_or_none(const value& answer, std::string_view pointer, Language language) {
    PersonalText text = list_at(answer, pointer);
    if (text.empty() && at(answer, pointer).is_array()) text.append(Phrase{"none", "无"}.in(language));
    return text;
}

}  // namespace

PersonalText readers_text(const value& answer, Language language) {
    const auto* readers = at(answer, "/readers").if_array();
    if (readers == nullptr || readers->empty())
        return PersonalText{Phrase{"No readers.\n", "没有读卡器。\n"}.in(language)};
    std::vector<std::vector<PersonalText>> rows(1);
    for (const Phrase title :
         {Phrase{"ID", "标识"}, Phrase{"STATE", "状态"}, Phrase{"CARD", "卡片"}, Phrase{"KIND", "种类"},
          Phrase{"KEYS", "密钥"}, Phrase{"INTERFACE", "接口"}, Phrase{"NAME", "名称"}}) {
        rows.front().emplace_back(title.in(language));
    }
    // The codes themselves in English, because scripts look for them.
    const auto word = [language](const value& reader, std::string_view member) {
        return language == Language::chinese ? words(text_at(reader, member), language) : scalar_at(reader, member);
    };
    for (const value& reader : *readers) {
        auto& row = rows.emplace_back();
        row.push_back(scalar_at(reader, "/id"));
        row.push_back(word(reader, "/state"));
        row.push_back(scalar_at(reader, "/card/id"));
        row.push_back(word(reader, "/card/kind"));
        row.push_back(list_at(reader, "/card/access_keys"));
        row.push_back(word(reader, "/interface"));
        row.push_back(scalar_at(reader, "/name"));
    }
    Sheet sheet{language};
    sheet.table(rows);
    return PersonalText{sheet.text()};
}

PersonalText health_text(const value& answer, Language language) {
    Sheet sheet{language};
    sheet.row({"Status", "状态"}, scalar_at(answer, "/status").view());
    sheet.row({"Reasons", "原因"}, list_at(answer, "/reasons").view());
    sheet.row({"Version", "版本"}, scalar_at(answer, "/version").view());
    sheet.row({"PC/SC", "PC/SC"}, scalar_at(answer, "/pcsc").view());
    sheet.row({"Readers", "读卡器"}, scalar_at(answer, "/readers").view());
    sheet.row({"Trust anchors", "信任锚"}, scalar_at(answer, "/trust/anchors").view());
    sheet.row({"Trust files skipped", "跳过的信任文件"}, scalar_at(answer, "/trust/skipped").view());
    sheet.row({"Trust loaded at", "信任加载时间"}, scalar_at(answer, "/trust/loaded_at").view());
    return PersonalText{sheet.text()};
}

PersonalText whoami_text(const value& answer, Language language) {
    Sheet sheet{language};
    sheet.row({"Client", "客户端"}, scalar_at(answer, "/client").view());
    sheet.row({"User id", "用户 ID"}, scalar_at(answer, "/uid").view());
    sheet.row({"Group id", "组 ID"}, scalar_at(answer, "/gid").view());
    sheet.row({"Fields", "字段"}, listed_or_none(answer, "/fields", language).view());
    sheet.row({"Readers", "读卡器"}, listed_or_none(answer, "/readers", language).view());
    sheet.row({"Routes", "路由"}, listed_or_none(answer, "/routes", language).view());
    return PersonalText{sheet.text()};
}

PersonalText event_text(std::string_view name, const value& data) {
    PersonalText text = scalar_at(data, "/at");
    text.append(text.empty() ? "" : "  ");
    text.append(printable(name).view());
    for (const std::string_view member : {"/reader", "/card", "/kind", "/outcome", "/form"}) {
        const PersonalText part = scalar_at(data, member);
        if (part.empty()) continue;
        text.append("  ");
        text.append(part.view());
    }
    text.push_back('\n');
    return text;
}

PersonalText problem_text(const value& problem, Language language) {
    PersonalText text = scalar_at(problem, "/code");
    for (const std::string_view member : {"/title", "/detail"}) {
        const PersonalText part = scalar_at(problem, member);
        if (part.empty()) continue;
        if (!text.empty()) text.append(": ");
        text.append(part.view());
    }
    struct Remark {
        std::string_view member;
        Phrase words;
    };
    constexpr std::array remarks{Remark{"/step", {"step", "步骤"}},
                                 Remark{"/sw", {"status word", "状态字"}},
                                 Remark{"/field", {"field", "字段"}},
                                 Remark{"/unknown", {"unknown", "未知名称"}},
                                 Remark{"/nearest", {"did you mean", "您是否指"}},
                                 Remark{"/reader", {"reader", "读卡器"}},
                                 Remark{"/check", {"check", "检查"}},
                                 Remark{"/attempts_left", {"attempts left", "剩余次数"}},
                                 Remark{"/module_code", {"module code", "模块代码"}},
                                 Remark{"/by", {"held by", "占用者"}},
                                 Remark{"/retry_after", {"try again after seconds", "重试前等待秒数"}}};
    const auto append_remark = [&text, language](Phrase words, std::string_view content) {
        if (content.empty()) return;
        text.append("\n  ");
        text.append(words.in(language));
        text.append(": ");
        text.append(content);
    };
    for (const Remark& remark : remarks) append_remark(remark.words, scalar_at(problem, remark.member).view());
    append_remark({"would do", "可用密钥"}, list_at(problem, "/accepts").view());
    append_remark({"try", "可尝试"}, command_for(problem));
    return text;
}

}  // namespace fivestar::cli
