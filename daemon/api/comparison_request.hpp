// SPDX-License-Identifier: Apache-2.0
// Parses the bodies of POST /v1/reads/{id}/match and POST /v1/cross-check, strictly. Values are copied to zeroized
// memory and nowhere else. A problem names the field that is wrong, never its value.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/policy/grants.hpp"
#include "identity/matching/record_comparison.hpp"

#include <array>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The value that a client claims for one field.
struct Claim {
    identity::ComparedField field = {};
    identity::IdentityRecord record = {};         ///< holds this field alone
    std::optional<identity::Date> valid_on = {};  ///< of `currently_valid`: the day to check
};

/// Parses `{"fields": {"holder.names": "…", …}}`, with at least one field. A field that is null counts as absent.
/// `bad_request` for anything else, for a field
/// that cannot be compared, and for a value that no card can have.
[[nodiscard]] std::expected<std::vector<Claim>, Problem> parse_match_request(std::string_view body);

struct CrossCheckRequest {
    std::array<std::string, 2> reads = {};                            ///< two different ids
    std::optional<std::vector<identity::ComparedField>> fields = {};  ///< nothing: those that are granted
};

/// Parses `{"reads": ["…", "…"], "fields": ["holder.names", …]}`; `fields` is optional and may be null. `bad_request`
/// for anything else.
[[nodiscard]] std::expected<CrossCheckRequest, Problem> parse_cross_check_request(std::string_view body);

/// True if this field may be compared: if it may be shown, or if `compare.` and its path is granted. The validity on a
/// day that the client chooses needs both dates, because enough questions reveal them.
[[nodiscard]] bool may_match(const FieldSet& granted, identity::ComparedField field);
/// True if this field may be compared between two reads, where the validity is that of today.
[[nodiscard]] bool may_cross_check(const FieldSet& granted, identity::ComparedField field);

/// Returns the fields of a cross-check that names none: each name once, and only fields that two documents of one
/// holder share.
[[nodiscard]] std::vector<identity::ComparedField> cross_check_fields(const FieldSet& granted);

}  // namespace fivestar::daemon
