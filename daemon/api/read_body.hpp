// The body of POST /v1/read, parsed strictly. Access keys leave the text for zeroized memory and nothing else; a
// problem names the member that is wrong, never its value.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/policy/grants.hpp"
#include "daemon/reading/read_request.hpp"
#include "identity/verification/verification.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

inline constexpr std::chrono::seconds longest_wait{120};

enum class WaitFor : std::uint8_t {
    present,  ///< take the card that lies there
    next,     ///< wait until one is put there
};

struct ReadBody {
    std::string reader = {};  ///< id; empty: the one with a card
    std::string card = {};    ///< id; empty: whichever lies there
    WaitFor wait_for = WaitFor::present;
    std::chrono::seconds wait{0};  ///< 0 to `longest_wait`
    AccessKeys access = {};
    std::optional<std::vector<std::string>> fields = {};  ///< paths of the schema; absent: all that is granted
    std::vector<identity::CheckName> require = {};
    bool evidence = false;
};

/// `bad_request` for what is no JSON object, an unknown member, a wrong type or range; `bad_access_key` for a key that
/// cannot be one. An empty body asks for everything by default. `today` gives two-digit years of an MRZ their century.
[[nodiscard]] std::expected<ReadBody, Problem> parse_read_body(std::string_view body,
                                                               std::chrono::year_month_day today);

/// What this request asks for, granted or not. Evidence only if it was asked for.
[[nodiscard]] FieldSet asked_fields(const ReadBody& request, const Grants& grants);

/// What of the record this request may and wants to see. Verification, if granted, is always part of it: `fields`
/// narrows the record, never the verdict; so is evidence, if it was asked for. `not_granted` names the first explicit
/// path the client does not hold.
[[nodiscard]] std::expected<FieldSet, Problem> fields_of(const ReadBody& request, const Grants& grants);

/// Which data groups an answer of these fields needs.
[[nodiscard]] WantedGroups groups_for(const FieldSet& fields);

}  // namespace fivestar::daemon
