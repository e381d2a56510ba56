// SPDX-License-Identifier: Apache-2.0
// The grants of one client: routes, fields and readers.
#pragma once

#include "daemon/policy/field_set.hpp"
#include "daemon/policy/route_name.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The owner of a read: the name of the matched `[[client]]`, else `uid:N`. Never the connection.
using ClientId = std::string;

struct Grants {
    RouteSet routes = {};
    FieldSet fields = {};
    std::vector<std::string> field_paths = {};   ///< as configured, for `GET /v1/whoami`
    std::vector<std::string> reader_globs = {};  ///< fnmatch(3) patterns over reader id or name
    /// Types of documents, or type, slash and edition (`permanent_resident_card/2017`). Nothing: all are allowed.
    std::optional<std::vector<std::string>> documents = {};

    /// Returns grants for everything.
    [[nodiscard]] static Grants everything();

    [[nodiscard]] bool allows(RouteName route) const { return routes.contains(route); }
    /// True if the reader is granted. Others are hidden from the client.
    [[nodiscard]] bool allows_reader(std::string_view id, std::string_view name) const;
    /// True if the client may see documents of this type and edition.
    [[nodiscard]] bool allows_document(std::string_view type, std::string_view edition) const;
};

}  // namespace fivestar::daemon
