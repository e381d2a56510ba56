// SPDX-License-Identifier: Apache-2.0
#include "samv/module.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::samv {
namespace {

using namespace std::chrono_literals;

// After a failed exchange its reply may still arrive, and would be taken for the next one. So the line is read until it
// is silent for `silence`, at most until the bound.
constexpr auto silence = 50ms;
constexpr auto longest_resynchronisation = 1s;

// After noise that looked like a frame, the reply may still follow.
constexpr auto wait_after_damage = 200ms;

constexpr std::size_t read_size = 512;

/// False for the status of a reply to another command: finding a card has a success of its own.
bool is_possible(Status status, const Command& command) {
    return status != (command == find_card ? Status::success : Status::card_found);
}

}  // namespace

Result<Reply> Module::exchange(const Command& command, std::chrono::milliseconds timeout) {
    if (!in_step_) resynchronise();
    port_.discard();
    parser_.clear();
    in_step_ = false;

    const Bytes request = encode(command);
    const SteadyTime deadline = clock_.steady() + timeout + port_.wire_time(request.size());
    if (const auto sent = port_.write(request, deadline); !sent) return std::unexpected{sent.error()};
    auto reply = receive(deadline);
    parser_.clear();
    if (reply && !is_possible(reply->status, command)) reply = fail(ErrorCode::malformed);
    in_step_ = reply.has_value();
    return reply;
}

Result<Reply> Module::find() {
    auto reply = exchange(find_card);
    if (reply && reply->status == Status::find_failed) return exchange(find_card);
    return reply;
}

void Module::resynchronise() {
    std::array<std::uint8_t, read_size> rest{};
    const SteadyTime bound = clock_.steady() + longest_resynchronisation;
    while (clock_.steady() < bound && port_.read(rest, std::min(bound, clock_.steady() + silence))) {
    }
    zeroize(rest.data(), rest.size());
}

std::optional<Reply> Module::next_reply(bool& came_no_reply) {
    while (const auto content = parser_.next()) {
        if (auto reply = parse_reply(content->view())) return std::move(*reply);
        came_no_reply = true;
    }
    return std::nullopt;
}

Result<Reply> Module::receive(SteadyTime deadline) {
    std::array<std::uint8_t, read_size> piece{};
    Result<Reply> reply = fail(ErrorCode::deadline_exceeded);
    bool came_something = false;
    bool came_damaged = false;
    while (true) {
        const auto came = port_.read(piece, deadline);
        if (!came) {
            const bool timed_out = came.error().code == ErrorCode::deadline_exceeded;
            reply = std::unexpected{timed_out && came_damaged ? Error{ErrorCode::malformed} : came.error()};
            break;
        }
        if (!came_something) {
            came_something = true;
            deadline += port_.wire_time(largest_frame);
        }
        parser_.feed(ByteView{piece}.first(*came));
        bool came_no_reply = false;  // a line that echoes sends the request back first
        if (auto found = next_reply(came_no_reply)) {
            reply = std::move(*found);
            break;
        }
        if ((parser_.damaged() || came_no_reply) && !came_damaged) {
            came_damaged = true;
            deadline = std::min(deadline, clock_.steady() + wait_after_damage);
        }
        if (clock_.steady() >= deadline) {  // a line that is never silent
            reply = fail(came_damaged ? ErrorCode::malformed : ErrorCode::deadline_exceeded);
            break;
        }
    }
    zeroize(piece.data(), piece.size());
    return reply;
}

}  // namespace fivestar::samv
