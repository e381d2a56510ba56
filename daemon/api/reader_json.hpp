// SPDX-License-Identifier: Apache-2.0
// Renders readers for GET /v1/readers and for the snapshot of an event stream.
#pragma once

#include "daemon/policy/grants.hpp"
#include "daemon/readers/reader_view.hpp"

#include <span>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {

[[nodiscard]] boost::json::object reader_json(const ReaderView& reader);

/// Renders the readers that are granted; only the one of that id, unless `id` is empty.
[[nodiscard]] boost::json::array readers_json(std::span<const ReaderView> readers, const Grants& grants,
                                              std::string_view id = {});

}  // namespace fivestar::daemon
