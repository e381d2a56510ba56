#include "apdu/response_chaining.hpp"

#include <utility>

namespace fivestar::apdu {
namespace {

constexpr std::uint8_t get_response = 0xC0;

/// The class byte of a GET RESPONSE that continues this command (§5.4.1): the same logical channel, without the bits
/// for chaining and secure messaging. A proprietary class has no such bits; 00 is what cards expect.
std::uint8_t class_for_get_response(std::uint8_t cla) {
    if ((cla & 0x80) != 0) return 0x00;
    const bool further_range = (cla & 0x40) != 0;
    return static_cast<std::uint8_t>(cla & (further_range ? 0x4FU : 0x03U));
}

}  // namespace

Result<Response> ResponseChaining::transmit(const Command& command) {
    auto joined = transmit_with_exact_le(command);
    if (!joined) return joined;
    if (joined->sw.more_available() && command.le == 0) return Response{{}, sw::success};
    for (std::size_t parts = 0; const auto announced = joined->sw.more_available(); ++parts) {
        if (parts == limits_.parts) return fail(ErrorCode::limit_exceeded, joined->sw.value);
        auto part = transmit_with_exact_le(
            Command{.cla = class_for_get_response(command.cla), .ins = get_response, .le = *announced});
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
    if (!exact || command.le == 0) return response;
    Command again = command;
    again.le = *exact;
    return next_.transmit(again);
}

}  // namespace fivestar::apdu
