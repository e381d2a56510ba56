// SPDX-License-Identifier: Apache-2.0
// The reasons why a list was not replaced.
#pragma once

#include "crypto/base/reason.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace fivestar::trust_update {

/// The problems of fetching. Those of a list's content are `Reason`s.
enum class Problem : std::uint8_t {
    unreachable,       ///< no such host, or no connection to it
    proxy_refused,     ///< no connection to the proxy, or by it
    tls_refused,       ///< no certificate of the named host below a trusted authority
    timeout,           ///< not finished before the deadline
    interrupted,       ///< the connection ended in the middle
    redirect_refused,  ///< to another scheme than https, or too often
    http_status,       ///< another status than 200, or 304 if it was asked for
    too_large,
    transfer_failed,  ///< anything else that libcurl reports
    older,            ///< older than the list that is there
    not_yet_valid,    ///< dated later than tomorrow
    empty,            ///< without a single certificate that can be used
    disk,             ///< the list cannot be written
};

using Failure = std::variant<Problem, Reason>;

/// Returns the code for logs and metrics.
[[nodiscard]] std::string_view to_string(const Failure& failure);

}  // namespace fivestar::trust_update
