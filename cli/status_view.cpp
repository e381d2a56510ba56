#include "cli/status_view.hpp"

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

PersonalText joined(const value& list) {
    PersonalText text;
    const auto* elements = list.if_array();
    if (elements == nullptr) return text;
    for (const value& element : *elements) {
        if (!text.empty()) text.append(", ");
        text.append(scalar_at(element, "").view());
    }
    return text;
}

/// One word: nothing, "none", or what is listed.
PersonalText listed_or_none(const value& answer, std::string_view pointer) {
    PersonalText text = joined(at(answer, pointer));
    if (text.empty() && at(answer, pointer).is_array()) text.append("none");
    return text;
}

}  // namespace

PersonalText readers_text(const value& answer) {
    const auto* readers = at(answer, "/readers").if_array();
    if (readers == nullptr || readers->empty()) return PersonalText{"No readers.\n"};
    std::vector<std::vector<PersonalText>> rows(1);
    for (const std::string_view title : {"ID", "STATE", "CARD", "KIND", "KEYS", "INTERFACE", "NAME"}) {
        rows.front().emplace_back(title);
    }
    for (const value& reader : *readers) {
        auto& row = rows.emplace_back();
        row.push_back(scalar_at(reader, "/id"));
        row.push_back(scalar_at(reader, "/state"));
        row.push_back(scalar_at(reader, "/card/id"));
        row.push_back(scalar_at(reader, "/card/kind"));
        row.push_back(joined(at(reader, "/card/access_keys")));
        row.push_back(scalar_at(reader, "/interface"));
        row.push_back(scalar_at(reader, "/name"));
    }
    Sheet sheet;
    sheet.table(rows);
    return PersonalText{sheet.text()};
}

PersonalText health_text(const value& answer) {
    Sheet sheet;
    sheet.row("Status", scalar_at(answer, "/status").view());
    sheet.row("Reasons", joined(at(answer, "/reasons")).view());
    sheet.row("Version", scalar_at(answer, "/version").view());
    sheet.row("PC/SC", scalar_at(answer, "/pcsc").view());
    sheet.row("Readers", scalar_at(answer, "/readers").view());
    sheet.row("Trust anchors", scalar_at(answer, "/trust/anchors").view());
    sheet.row("Trust files skipped", scalar_at(answer, "/trust/skipped").view());
    sheet.row("Trust loaded at", scalar_at(answer, "/trust/loaded_at").view());
    return PersonalText{sheet.text()};
}

PersonalText whoami_text(const value& answer) {
    Sheet sheet;
    sheet.row("Client", scalar_at(answer, "/client").view());
    sheet.row("User id", scalar_at(answer, "/uid").view());
    sheet.row("Group id", scalar_at(answer, "/gid").view());
    sheet.row("Fields", listed_or_none(answer, "/fields").view());
    sheet.row("Readers", listed_or_none(answer, "/readers").view());
    sheet.row("Routes", listed_or_none(answer, "/routes").view());
    return PersonalText{sheet.text()};
}

PersonalText event_text(std::string_view name, const value& data) {
    PersonalText text = scalar_at(data, "/at");
    text.append(text.empty() ? "" : "  ");
    text.append(printable(name).view());
    for (const std::string_view member : {"/reader", "/card", "/kind", "/outcome"}) {
        const PersonalText part = scalar_at(data, member);
        if (part.empty()) continue;
        text.append("  ");
        text.append(part.view());
    }
    text.push_back('\n');
    return text;
}

PersonalText problem_text(const value& problem) {
    PersonalText text = scalar_at(problem, "/code");
    for (const std::string_view member : {"/title", "/detail"}) {
        const PersonalText part = scalar_at(problem, member);
        if (part.empty()) continue;
        if (!text.empty()) text.append(": ");
        text.append(part.view());
    }
    struct Remark {
        std::string_view member;
        std::string_view words;
    };
    constexpr std::array remarks{Remark{"/step", "step"},
                                 Remark{"/sw", "status word"},
                                 Remark{"/field", "field"},
                                 Remark{"/reader", "reader"},
                                 Remark{"/check", "check"},
                                 Remark{"/attempts_left", "attempts left"},
                                 Remark{"/module_code", "module code"},
                                 Remark{"/by", "held by"},
                                 Remark{"/retry_after", "try again after seconds"}};
    const auto append_remark = [&text](std::string_view words, std::string_view content) {
        if (content.empty()) return;
        text.append("\n  ");
        text.append(words);
        text.append(": ");
        text.append(content);
    };
    for (const Remark& remark : remarks) append_remark(remark.words, scalar_at(problem, remark.member).view());
    append_remark("would do", joined(at(problem, "/accepts")).view());
    return text;
}

}  // namespace fivestar::cli
