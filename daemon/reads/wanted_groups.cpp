// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/wanted_groups.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace fivestar::daemon {

WantedGroups groups_for(const FieldSet& fields) {
    const auto any_of = [&](std::initializer_list<std::string_view> paths) {
        return std::ranges::any_of(
            paths, [&](std::string_view path) { return fields.touches(std::string{"compare."}.append(path)); });
    };
    return {
        .portrait = fields.touches("portrait"),
        .personal_details =
            any_of({"holder.names", "holder.birth_date", "holder.birth_date_printed", "holder.birth_date_century",
                    "holder.birth_place", "holder.address", "holder.personal_number"}) ||
            !fields.ages().empty(),  // an MRZ leaves the century of a birth open, DG11 does not
        .document_details = any_of({"document.issuing_authority", "document.valid_from", "document.currently_valid"}),
        .appended_addresses = any_of({"holder.address_appended"}),
        .module_portrait = fields.contains(RecordField::module_portrait),
        .module_addresses = fields.contains(RecordField::module_addresses),
        .module_management = fields.contains(RecordField::module_management),
    };
}

}  // namespace fivestar::daemon
