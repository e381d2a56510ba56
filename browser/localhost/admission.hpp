// SPDX-License-Identifier: Apache-2.0
// The checks of a request before anything else is looked at: it names this service, and a page of an allowed origin
// sends it.
#pragma once

#include "browser/localhost/request_head.hpp"
#include "browser/policy/policy.hpp"
#include "crypto/base/enum_names.hpp"

#include <cstdint>
#include <expected>

namespace fivestar::browser {

enum class AdmissionRefusal : std::uint8_t {
    host_refused,        ///< another name: a name of the attacker's may lead here (DNS rebinding)
    origin_missing,      ///< no page of another origin, or one that loads a script, a picture or a document
    origin_refused,      ///< the policy does not name the origin, or not with `localhost = true`
    consent_impossible,  ///< the origin has `consent = "ask"`, and nobody can be asked here
};
inline constexpr EnumNames<AdmissionRefusal::consent_impossible> admission_refusal_names("host_refused",
                                                                                         "origin_missing",
                                                                                         "origin_refused",
                                                                                         "consent_impossible");

/// True if `Host` is 127.0.0.1 or localhost with this port, as browsers write it.
[[nodiscard]] bool names_this_machine(const RequestHead& head, std::uint16_t port);

/// The rule of the page's origin. It belongs to the policy.
[[nodiscard]] std::expected<const OriginRule*, AdmissionRefusal> admit(const RequestHead& head, std::uint16_t port,
                                                                       const Policy& policy);

}  // namespace fivestar::browser
