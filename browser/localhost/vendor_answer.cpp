// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/vendor_answer.hpp"

#include "client/fivestar.h"
#include "client/json_document.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace fivestar::browser {
namespace {

constexpr std::string_view read_command = "EST_Reader_ReadIDCard#";
constexpr std::string_view stopped_code = "\"1\"";  // of EST alone

/// Writes an object, a member a line.
class Lines {
  public:
    Lines() { text_.append("{"); }

    void json(std::string_view name, std::string_view value) {
        begin(name);
        text_.append(value);
    }
    void text(std::string_view name, std::string_view value) {
        begin(name);
        client::append_json_string(text_, value);
    }
    [[nodiscard]] PersonalText take() {
        text_.append("\n}");
        return std::move(text_);
    }

  private:
    void begin(std::string_view name) {
        text_.append(is_first_ ? "\n" : ",\n");
        is_first_ = false;
        client::append_json_string(text_, name);
        text_.append(" : ");
    }

    PersonalText text_;
    bool is_first_ = true;
};

/// A date of the view as the form writes it. 长期 stays.
void append_date(PersonalText& to, std::string_view date, std::string_view separator) {
    for (const char character : date) {
        if (character == '-') {
            to.append(separator);
        } else {
            to.push_back(character);
        }
    }
}

void write_members(Lines& lines, const VendorForms::Table& table, const Citizen& citizen) {
    for (const auto& [name, from] : table.members) {
        const std::string_view value = citizen.text(from);
        if (from == "birth_date" || from == "valid_from" || from == "valid_until") {
            PersonalText date;
            append_date(date, value, table.date_separator);
            lines.text(name, date.view());
        } else if (from == "sex") {
            lines.text(name, value == "female" ? "女" : value == "male" ? "男" : value);
        } else {
            lines.text(name, value);
        }
    }
}

/// The members before the card's: the code, and the text of a problem. ZKIDROnline has no text without a problem.
void write_outcome(Lines& lines, VendorForm form, std::string_view code, std::string_view command,
                   std::string_view text) {
    switch (form) {
        case VendorForm::zkidronline:
            lines.json("ret", code);
            if (!text.empty()) lines.text("errMsg", text);
            break;
        case VendorForm::est:
            lines.text("fun", command);
            lines.json("rCode", code);
            lines.text("errMsg", text);
            break;
        case VendorForm::cvr:
            lines.json("resultFlag", code);
            lines.text("errorMsg", text);
            break;
    }
}

std::string_view code_of(const VendorForms& forms, VendorForm form, VendorOutcome outcome) {
    return forms[form].codes.at(static_cast<std::size_t>(outcome));
}

}  // namespace

PersonalText read_answer(const VendorForms& forms, VendorForm form,
                         const std::expected<Citizen, ReadProblem>& citizen) {
    Lines lines;
    if (!citizen) {
        const VendorOutcome outcome = forms.outcome_of(citizen.error().code);
        write_outcome(lines, form, code_of(forms, form, outcome), read_command, citizen.error().text);
        lines.text("code", citizen.error().code);
        return lines.take();
    }
    write_outcome(lines, form, code_of(forms, form, VendorOutcome::done), read_command, {});
    if (form != VendorForm::est) {
        Lines nested;
        write_members(nested, forms[form], *citizen);
        const PersonalText object = nested.take();
        lines.json(form == VendorForm::cvr ? "resultContent" : "Certificate", object.view());
    }
    // Pages of some versions of CVR have the members at the top.
    if (form != VendorForm::zkidronline) write_members(lines, forms[form], *citizen);
    return lines.take();
}

PersonalText plain_answer(const VendorForms& forms, VendorForm form, const VendorRequest& request) {
    Lines lines;
    const std::string_view done = code_of(forms, form, VendorOutcome::done);
    switch (request.act) {
        case VendorAct::version:
            // EST has the version in the place of the text.
            write_outcome(lines, form, done, request.command,
                          form == VendorForm::est ? std::string_view{fivestar_version()} : std::string_view{});
            if (form == VendorForm::zkidronline)
                lines.json("data", R"({"server_version" : ")" + std::string{fivestar_version()} + R"("})");
            break;
        case VendorAct::stop:
            write_outcome(lines, form, stopped_code, read_command, "已停止读卡");
            break;
        case VendorAct::acknowledge:
            write_outcome(lines, form, done, request.command, {});
            break;
        case VendorAct::read:
        case VendorAct::read_continuously:
        case VendorAct::unknown:
            write_outcome(lines, form, code_of(forms, form, VendorOutcome::other), request.command, "不支持此命令");
            lines.text("code", "no_such_operation");
            break;
    }
    return lines.take();
}

}  // namespace fivestar::browser
