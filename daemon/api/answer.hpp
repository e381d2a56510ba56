// SPDX-License-Identifier: Apache-2.0
// `Answer` is what a function of the contract returns; the handler turns it into a reply.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/http/route_table.hpp"

#include <functional>
#include <variant>

#include <boost/json/fwd.hpp>

namespace fivestar::daemon {

using Answer = std::variant<Response, Problem, StreamWriter>;

/// Handlers of functions that return an `Answer`. A problem is rendered in the language of the request.
[[nodiscard]] Handler answering(std::function<Answer(Request&)> function);
[[nodiscard]] Handler answering(std::function<boost::asio::awaitable<Answer>(Request&)> function);

/// `application/json`: of a JsonWriter for personal data, of an object for all else.
[[nodiscard]] Response json_response(Utf8Text json);
[[nodiscard]] Response json_response(const boost::json::object& object);

}  // namespace fivestar::daemon
