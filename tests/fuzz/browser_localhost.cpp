// SPDX-License-Identifier: Apache-2.0
// The octets of a connection to a local service, of any program of this machine: a request's head with its target, and
// the same octets as a frame of EST. Nothing is admitted without the allowed origin, and no command brings more than
// its name.
#include "browser/localhost/admission.hpp"
#include "browser/localhost/request_head.hpp"
#include "browser/localhost/vendor_request.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar::browser;
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    const VendorRequest command = parse_command(octets);
    if (command.command.find_first_of("\"\\\n") != std::string::npos || command.command.size() > max_command_size)
        std::abort();
    const auto head = parse_request_head(octets);
    if (!head) return 0;
    Policy policy;
    policy.rules.push_back({.origin = "https://a.example", .asks_consent = false, .permits_localhost = true});
    const bool is_admitted = admit(*head, 24010, policy).has_value();
    if (is_admitted && (octets.find("https://a.example") == octets.npos || octets.find(":24010") == octets.npos))
        std::abort();
    for (const VendorForm form : {VendorForm::zkidronline, VendorForm::est, VendorForm::cvr}) {
        const auto request = parse_target(form, head->target);
        if (request && form == VendorForm::est) std::abort();
    }
    return 0;
}
