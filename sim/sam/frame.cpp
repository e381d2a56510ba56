// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/frame.hpp"

#include <algorithm>
#include <array>

namespace fivestar::sim::sam {
namespace {

constexpr std::array<std::uint8_t, preamble_size> preamble{0xAA, 0xAA, 0xAA, 0x96, 0x69};
/// Command, parameter and checksum.
constexpr std::size_t min_length = 3;

Bytes framed(ByteView head, ByteView data) {
    const std::size_t length = head.size() + data.size() + 1;
    Bytes frame(preamble.begin(), preamble.end());
    frame.push_back(static_cast<std::uint8_t>(length >> 8));
    frame.push_back(static_cast<std::uint8_t>(length));
    append(frame, head);
    append(frame, data);
    frame.push_back(check_octet(ByteView{frame}.subspan(preamble_size)));
    return frame;
}

}  // namespace

void RequestParser::feed(ByteView octets) {
    append(waiting_, octets);
}

void RequestParser::drop(std::size_t octets) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(octets));
}

bool RequestParser::find_header() {
    const auto found = std::ranges::search(waiting_, preamble);
    if (found.empty()) {
        // The last octets may start a preamble.
        if (waiting_.size() >= preamble_size) drop(waiting_.size() - (preamble_size - 1));
        return false;
    }
    drop(static_cast<std::size_t>(found.begin() - waiting_.begin()));
    return waiting_.size() >= header_size;
}

std::optional<std::expected<Request, RequestFault>> RequestParser::next() {
    if (!find_header()) return std::nullopt;
    const auto length = static_cast<std::size_t>(waiting_[5] << 8 | waiting_[6]);
    if (length < min_length || length > max_length) {
        drop(header_size);
        return std::unexpected{RequestFault::length};
    }
    if (waiting_.size() < header_size + length) return std::nullopt;
    const ByteView body = ByteView{waiting_}.subspan(preamble_size, 2 + length);
    std::expected<Request, RequestFault> request = std::unexpected{RequestFault::check};
    if (check_octet(body) == 0) request = Request{body[2], body[3], copy(body.subspan(4, length - min_length))};
    drop(header_size + length);
    return request;
}

std::uint8_t check_octet(ByteView octets) {
    std::uint8_t check = 0;
    for (const std::uint8_t octet : octets) check ^= octet;
    return check;
}

Bytes request_frame(const Request& request) {
    return framed(std::array{request.command, request.parameter}, request.data);
}

Bytes answer_frame(std::uint8_t sw3, ByteView data) {
    return framed(std::array<std::uint8_t, 3>{0, 0, sw3}, data);
}

}  // namespace fivestar::sim::sam
