// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/grants.hpp"

#include <algorithm>
#include <fnmatch.h>

namespace fivestar::daemon {

Grants Grants::everything() {
    return {.routes = RouteSet::all(), .fields = FieldSet::all(), .field_paths = {"*"}, .reader_globs = {"*"}};
}

bool Grants::allows_reader(std::string_view id, std::string_view name) const {
    const std::string id_text{id};
    const std::string name_text{name};
    return std::ranges::any_of(reader_globs, [&](const std::string& glob) {
        return ::fnmatch(glob.c_str(), id_text.c_str(), 0) == 0 || ::fnmatch(glob.c_str(), name_text.c_str(), 0) == 0;
    });
}

bool Grants::allows_document(std::string_view type, std::string_view edition) const {
    if (!documents) return true;
    const std::string with_edition = std::string{type}.append("/").append(edition);
    return std::ranges::any_of(*documents,
                               [&](const std::string& allowed) { return allowed == type || allowed == with_edition; });
}

}  // namespace fivestar::daemon
