// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/vendor_forms.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace fivestar::browser {
namespace {

std::vector<std::string> texts_of(const boost::json::value& list) {
    std::vector<std::string> texts;
    for (const auto& one : list.as_array()) texts.emplace_back(one.as_string());
    return texts;
}

VendorForms::Table table_of(const boost::json::value& form) {
    VendorForms::Table table;
    table.date_separator = form.at("date_separator").as_string();
    std::ranges::transform(vendor_outcome_names.all(), table.codes.begin(), [&form](std::string_view outcome) {
        return boost::json::serialize(form.at("codes").at(outcome));
    });
    const auto& members = form.at("members").as_object();
    for (const auto& [name, from] : members)
        table.members.push_back({std::string{name}, std::string{from.as_string()}});
    return table;
}

}  // namespace

std::uint16_t default_port(VendorForm form) {
    switch (form) {
        case VendorForm::zkidronline:
            return 24010;
        case VendorForm::est:
            return 33666;
        case VendorForm::cvr:
            return 19196;
    }
    return 0;
}

VendorForms::VendorForms() {
    const std::string_view text = vendor_table();
    const auto table = boost::json::parse({text.data(), text.size()});
    fields_ = texts_of(table.at("fields"));
    std::ranges::transform(vendor_form_names.all(), tables_.begin(),
                           [&table](std::string_view form) { return table_of(table.at(form)); });
    const auto& problems = table.at("problems").as_object();
    for (const auto& [outcome, codes] : problems) {
        const auto known = vendor_outcome_names.find(outcome);
        if (!known) throw std::invalid_argument{"vendors.json: an outcome that no form has"};
        problems_.at(static_cast<std::size_t>(*known)) = texts_of(codes);
    }
}

VendorOutcome VendorForms::outcome_of(std::string_view problem) const {
    const auto found = std::ranges::find_if(problems_, [problem](const std::vector<std::string>& codes) {
        return std::ranges::find(codes, problem) != codes.end();
    });
    return found == problems_.end() ? VendorOutcome::other : static_cast<VendorOutcome>(found - problems_.begin());
}

}  // namespace fivestar::browser
