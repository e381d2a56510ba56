// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/admission.hpp"

#include <string>

namespace fivestar::browser {

bool names_this_machine(const RequestHead& head, std::uint16_t port) {
    const std::string suffix = ':' + std::to_string(port);
    return head.host == "127.0.0.1" + suffix || head.host == "localhost" + suffix;
}

std::expected<const OriginRule*, AdmissionRefusal> admit(const RequestHead& head, std::uint16_t port,
                                                         const Policy& policy) {
    if (!names_this_machine(head, port)) return std::unexpected{AdmissionRefusal::host_refused};
    // Browsers tell the destination of a request; `empty` is fetch() and XMLHttpRequest.
    const bool is_fetched = head.destination.empty() || head.destination == "empty" || head.destination == "websocket";
    if (!head.origin || !is_fetched) return std::unexpected{AdmissionRefusal::origin_missing};
    const OriginRule* const rule = policy.find(*head.origin);
    if (rule == nullptr || !rule->permits_localhost) return std::unexpected{AdmissionRefusal::origin_refused};
    if (rule->asks_consent) return std::unexpected{AdmissionRefusal::consent_impossible};
    return rule;
}

}  // namespace fivestar::browser
