#include "apdu/response_chaining.hpp"

#include "apdu/secure_messaging.hpp"

#include <utility>

namespace fivestar::apdu {

namespace {

/// Octets that this channel is to fetch. 61xx that a whole protected answer repeats in its DO'99' is for whoever opens
/// that answer: fetched in the clear, it would end the session.
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
    auto first = next_.transmit(command);
    if (!first) return first;
    return joined(command, std::move(*first));
}

Answers ResponseChaining::transmit_all(std::span<const Command> commands, const Arrival& arrived) {
    Answers answers = next_.transmit_all(commands, arrived);
    if (answers.error || answers.responses.empty()) return answers;
    auto last = joined(commands[answers.responses.size() - 1], std::move(answers.responses.back()));
    if (last) {
        answers.responses.back() = std::move(*last);
    } else {
        answers.responses.pop_back();
        answers.error = last.error();
    }
    return answers;
}

Result<Response> ResponseChaining::joined(const Command& command, Response first) {
    auto joined = with_exact_le(command, std::move(first));
    if (!joined) return joined;
    if (announced_here(*joined) && command.le == 0) return Response{{}, sw::success};
    for (std::size_t parts = 0; const auto announced = announced_here(*joined); ++parts) {
        if (parts == limits_.parts) return fail(ErrorCode::limit_exceeded, joined->sw.value);
        const Command next_part = get_response(command.cla, *announced);
        auto part = next_.transmit(next_part);
        if (part) part = with_exact_le(next_part, std::move(*part));
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

Result<Response> ResponseChaining::with_exact_le(const Command& command, Response response) {
    if (response.data.size() > limits_.octets) return fail(ErrorCode::limit_exceeded, response.sw.value);
    const auto exact = response.sw.exact_le();
    // 6Cxx has no data field (§5.6). With one it is a protected answer, whose opener obeys it.
    if (!exact || command.le == 0 || !response.data.empty()) return response;
    Command again = command;
    again.le = *exact;
    return next_.transmit(again);
}

}  // namespace fivestar::apdu
