// SPDX-License-Identifier: Apache-2.0
// Answers about readers, the daemon and the caller, as text.
#pragma once

#include "crypto/base/phrase.hpp"
#include "crypto/base/zeroized.hpp"

#include <boost/json/value.hpp>

namespace fivestar::cli {

/// The answer of GET /v1/readers, or an event stream's snapshot.
[[nodiscard]] PersonalText readers_text(const boost::json::value& answer, Language language);
/// The answer of GET /v1/health.
[[nodiscard]] PersonalText health_text(const boost::json::value& answer, Language language);
/// The answer of GET /v1/whoami.
[[nodiscard]] PersonalText whoami_text(const boost::json::value& answer, Language language);
/// An event other than the snapshot, in one line.
[[nodiscard]] PersonalText event_text(std::string_view name, const boost::json::value& data);
/// A problem (RFC 9457): code, title, detail and the members that help a person.
[[nodiscard]] PersonalText problem_text(const boost::json::value& problem, Language language);

}  // namespace fivestar::cli
