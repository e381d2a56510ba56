// SPDX-License-Identifier: Apache-2.0
// Problem details (RFC 9457, application/problem+json). No member holds data of a card.
#pragma once

#include "crypto/base/phrase.hpp"
#include "daemon/http/request_failure.hpp"
#include "daemon/http/response.hpp"
#include "identity/mrz/mrz_position.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace fivestar::daemon {

enum class ProblemCode : std::uint8_t {
    bad_request,
    bad_access_key,
    not_granted,
    no_such_reader,
    no_such_read,
    no_reader,
    not_found,
    method_not_allowed,
    not_acceptable,
    no_card,
    card_removed,
    card_changed,
    several_cards,
    no_scanned_key,
    body_too_large,
    unsupported_media_type,
    access_required,
    access_denied,
    sam_required,
    unsupported_card,
    document_not_accepted,
    requirement_failed,
    not_representable,
    no_zone,
    zone_misread,
    zone_ambiguous,
    reader_busy,
    too_many_requests,
    headers_too_large,
    internal_error,  ///< 500: always a defect of the daemon
    card_protocol_error,
    card_data_invalid,
    sam_error,
    pcsc_unavailable,
    pcsc_denied,
    reader_unresponsive,
    deadline_exceeded,
    shutting_down,
};

/// Returns the stable name: `access_denied`.
[[nodiscard]] std::string_view to_string(ProblemCode code);
/// Returns the HTTP status of the code.
[[nodiscard]] unsigned status_of(ProblemCode code);

/// Members that do not apply are left out of the answer.
struct Problem {
    ProblemCode code;
    Phrase detail = {};
    std::string_view step = {};  ///< always a literal
    std::optional<std::uint16_t> sw = {};
    std::string field = {};
    std::string unknown = {};  ///< the name that does not exist, if it looks like one
    std::string nearest = {};  ///< the name that was probably meant
    std::string reader = {};
    std::string check = {};
    std::vector<identity::MrzPosition> positions = {};  ///< of wrong check digits in what a scanner read
    std::vector<std::string_view> accepts = {};         ///< kinds of access keys that open the card; literals
    std::optional<unsigned> attempts_left = {};
    std::optional<std::uint8_t> module_code = {};  ///< of `sam_error`: SW3 of GA/T 467; FF: no answer
    std::string_view by = {};                      ///< of `reader_busy`: `client` or `other_program`
    std::optional<std::chrono::seconds> retry_after = {};
    std::vector<NamedText> headers = {};  ///< more headers of the response: `Allow`
};

/// Returns the name, if it looks like the name of a member or the path of a field; else nothing, since it may be a
/// value in the wrong place.
[[nodiscard]] std::string if_name(std::string_view name);

/// Returns the problem `bad_request` about one member of a body.
[[nodiscard]] Problem bad_member(std::string field, Phrase detail);

/// Returns the places as an array of objects with `line` and `position`.
[[nodiscard]] boost::json::array positions_json(std::span<const identity::MrzPosition> positions);

/// Returns the members, for the body of a response or the data of a `problem` event.
[[nodiscard]] boost::json::object to_json(const Problem& problem, Language language);
[[nodiscard]] Response to_response(const Problem& problem, Language language);

/// Renders a failure of HTTP as the problem that the contract has for it: the server's `FailureRenderer`.
[[nodiscard]] Response render_failure(const RequestFailure& failure, Language language);

}  // namespace fivestar::daemon
