// The bodies of POST /v1/reads/{id}/match and POST /v1/cross-check, parsed strictly. Values leave the text for zeroized
// memory and nothing else; a problem names the field that is wrong, never its value.
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

/// What a program says of one field.
struct Claim {
    identity::ComparedField field = {};
    identity::IdentityRecord record = {};         ///< this field alone
    std::optional<identity::Date> valid_on = {};  ///< of `currently_valid`: the day in question
};

/// `{"fields": {"holder.names": "…", …}}`, at least one. `bad_request` for anything else, for a field that cannot be
/// compared and for a value that no card could have.
[[nodiscard]] std::expected<std::vector<Claim>, Problem> parse_match_request(std::string_view body);

struct CrossCheckRequest {
    std::array<std::string, 2> reads = {};                            ///< ids, not the same
    std::optional<std::vector<identity::ComparedField>> fields = {};  ///< absent: those that are granted
};

/// `{"reads": ["…", "…"], "fields": ["holder.names", …]}`, the latter if wanted. `bad_request` for anything else.
[[nodiscard]] std::expected<CrossCheckRequest, Problem> parse_cross_check_request(std::string_view body);

/// Whether this field may be compared: it may be shown, or `compare.` and its path is granted. The validity on a day of
/// the client's choice needs both dates, since it tells them to whoever asks often enough.
[[nodiscard]] bool may_match(const FieldSet& granted, identity::ComparedField field);
/// The same between two reads, where validity is that of today.
[[nodiscard]] bool may_cross_check(const FieldSet& granted, identity::ComparedField field);

/// What a cross-check of all that is granted compares: each name once, and nothing that two documents need not share.
[[nodiscard]] std::vector<identity::ComparedField> cross_check_fields(const FieldSet& granted);

}  // namespace fivestar::daemon
