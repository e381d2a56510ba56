// SPDX-License-Identifier: Apache-2.0
#include "apdu/internal_authenticate.hpp"

#include <algorithm>

namespace fivestar::apdu {
namespace {

constexpr std::string_view step = "active_authentication";

Result<Response> ask(Channel& channel, const ActiveAuthenticationChallenge& challenge, std::uint32_t le) {
    return channel.transmit(Command{.ins = 0x88, .data = copy(challenge), .le = le});
}

bool is_whole(const Response& response, const ExpectedSignature& expected) {
    return response.data.size() >= expected.octets || (!expected.exact && response.data.size() * 2 > expected.octets);
}

}  // namespace

Result<Bytes> internal_authenticate(Channel& channel, const ActiveAuthenticationChallenge& challenge,
                                    const ExpectedSignature& expected) {
    // Prefers a short Le: some chips answer an extended one without data. Others cut a long signature to a short Le.
    const bool extended_first = expected.octets > expected.room && expected.extended_length;
    const auto long_le = static_cast<std::uint32_t>(std::max<std::size_t>(expected.octets, max_short_le + 1));
    // With extended length, secure messaging takes an Le of 256 literally and asks for a long answer.
    const bool asks_for_short = expected.extended_length && expected.octets <= expected.room;
    const auto short_le = asks_for_short ? static_cast<std::uint32_t>(expected.room) : max_short_le;
    auto response = ask(channel, challenge, extended_first ? long_le : short_le);
    if (!response) return std::unexpected{response.error()};
    const bool form_refused = response->sw == sw::wrong_length;
    if (expected.extended_length && (form_refused || (response->sw.success() && !is_whole(*response, expected)))) {
        response = ask(channel, challenge, extended_first ? short_le : long_le);
        if (!response) return std::unexpected{response.error()};
    }
    const StatusWord status = response->sw;
    if (status == sw::security_status_not_satisfied || status == sw::conditions_not_satisfied) {
        return fail(ErrorCode::access_denied, status.value, step);
    }
    if (!status.success() && status != sw::end_of_file) return fail(ErrorCode::unsupported, status.value, step);
    if (!is_whole(*response, expected)) return fail(ErrorCode::no_progress, status.value, step);
    return copy(response->data);
}

}  // namespace fivestar::apdu
