// SPDX-License-Identifier: Apache-2.0
#include "cli/views/comparison_view.hpp"

#include "cli/json.hpp"
#include "cli/views/printable.hpp"
#include "cli/views/sheet.hpp"
#include "cli/views/vocabulary.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace fivestar::cli {
PersonalText comparison_text(const boost::json::value& answer, Language language) {
    std::vector<std::vector<PersonalText>> rows;
    if (const auto* fields = at(answer, "/fields").if_object()) {
        for (const auto& [path, comparison] : *fields) {
            auto& row = rows.emplace_back();
            row.push_back(printable(path));
            row.push_back(words(text_at(comparison, "/result"), language));
            row.push_back(words(text_at(comparison, "/reason"), language));
        }
    }
    Sheet sheet{language};
    sheet.table(rows);
    return PersonalText{sheet.text()};
}

ExitCode exit_code_of_comparison(const boost::json::value& answer) {
    const auto* fields = at(answer, "/fields").if_object();
    if (fields == nullptr || fields->empty()) return ExitCode::unverified;
    const auto any = [&](std::string_view result) {
        return std::ranges::any_of(*fields,
                                   [&](const auto& field) { return text_at(field.value(), "/result") == result; });
    };
    if (any("different")) return ExitCode::not_genuine;
    const bool all_same =
        std::ranges::all_of(*fields, [](const auto& field) { return text_at(field.value(), "/result") == "same"; });
    return all_same ? ExitCode::done : ExitCode::unverified;
}

}  // namespace fivestar::cli
