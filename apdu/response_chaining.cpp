// SPDX-License-Identifier: Apache-2.0
#include "apdu/response_chaining.hpp"

#include "apdu/secure_messaging.hpp"

namespace fivestar::apdu {
namespace {

/// Returns the octets that this channel fetches. A whole protected answer that repeats 61xx in its DO'99' is left to
/// the channel above secure messaging: a GET RESPONSE in the clear would end the session.
std::optional<std::uint32_t> announced_here(const Response& response) {
    const auto announced = response.sw.more_available();
    return announced && !is_protected_answer(response) ? announced : std::nullopt;
}

}  // namespace

Command get_response(std::uint8_t cla, std::uint32_t le) {
    const bool proprietary = (cla & 0x80) != 0;  // has no such bits; 00 is what cards expect
    const bool further_range = (cla & 0x40) != 0;
    const std::uint8_t kept = proprietary ? 0x00 : further_range ? 0x4F : 0x03;
    return {.cla = static_cast<std::uint8_t>(cla & kept), .ins = 0xC0, .le = le};
}

Result<Response> ResponseChaining::transmit(const Command& command) {
    auto joined = transmit_with_exact_le(command);
    if (!joined) return joined;
    if (announced_here(*joined) && command.le == 0) return Response{{}, sw::success};
    for (std::size_t parts = 0; const auto announced = announced_here(*joined); ++parts) {
        if (parts == limits_.parts) return fail(ErrorCode::limit_exceeded, joined->sw.value);
        const Command next_part = get_response(command.cla, *announced);
        auto part = transmit_with_exact_le(next_part);
        if (!part) return part;
        if (part->data.size() > *announced) return fail(ErrorCode::malformed, part->sw.value);
        if (part->data.empty() && part->sw.more_available()) return fail(ErrorCode::no_progress, part->sw.value);
        if (part->data.size() > limits_.octets - joined->data.size()) {
            return fail(ErrorCode::limit_exceeded, part->sw.value);
        }
        joined->data.append(part->data.view());
        joined->sw = part->sw;
    }
    return joined;
}

Result<Response> ResponseChaining::transmit_with_exact_le(const Command& command) {
    auto response = next_.transmit(command);
    if (!response) return response;
    if (response->data.size() > limits_.octets) return fail(ErrorCode::limit_exceeded, response->sw.value);
    const auto exact = response->sw.exact_le();
    // 6Cxx has no data field (ISO/IEC 7816-4 §5.6). With one it is a protected answer: secure messaging obeys it.
    if (!exact || command.le == 0 || !response->data.empty()) return response;
    Command again = command;
    again.le = *exact;
    return next_.transmit(again);
}

}  // namespace fivestar::apdu
