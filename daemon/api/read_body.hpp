// SPDX-License-Identifier: Apache-2.0
// Parses the body of POST /v1/read, strictly. Access keys are copied to zeroized memory and nowhere else. A problem
// names the member that is wrong, never its value.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/policy/grants.hpp"
#include "daemon/reading/read_request.hpp"
#include "daemon/reads/reader_choice.hpp"
#include "identity/verification/verification.hpp"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

inline constexpr std::chrono::seconds longest_wait{120};

struct ReadBody {
    CardSelection selection = {};  ///< waits `longest_wait` at most
    AccessKeys access = {};
    bool scanned_key = false;                             ///< the key is one that a scanner read; `access` is empty
    std::optional<std::vector<std::string>> fields = {};  ///< paths of the schema; nothing: all that is granted
    std::vector<identity::CheckName> require = {};
    bool evidence = false;
};

/// Parses a body. A member that is null counts as absent. `bad_request` for anything but a JSON object, for an unknown
/// member, and for a wrong type or range; `bad_access_key` for a key that no card can have. An empty body is a request
/// with all defaults.
[[nodiscard]] std::expected<ReadBody, Problem> parse_read_body(std::string_view body);

/// Returns the fields that the request asks for, granted or not. Evidence is included only if it was asked for.
[[nodiscard]] FieldSet asked_fields(const ReadBody& request, const Grants& grants);

/// Returns the fields that the request asks for and is granted. They include verification, if granted, and evidence, if
/// asked for: `fields` narrows the record, not the verdict. `not_granted` names the first path that is not granted.
[[nodiscard]] std::expected<FieldSet, Problem> fields_of(const ReadBody& request, const Grants& grants);

}  // namespace fivestar::daemon
