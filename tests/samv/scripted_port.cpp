// SPDX-License-Identifier: Apache-2.0
#include "tests/samv/scripted_port.hpp"

#include "samv/frame.hpp"

#include <algorithm>

namespace fivestar::test {

Result<void> ScriptedPort::write(ByteView frame, SteadyTime) {
    if (failure_ != ErrorCode{}) return fail(failure_);
    if (script_.empty() || !std::ranges::equal(script_.front().first, frame)) {
        ++unexpected_;
        return {};
    }
    std::ranges::move(script_.front().second, std::back_inserter(coming_));
    script_.pop_front();
    return {};
}

Result<std::size_t> ScriptedPort::read(MutableByteView into, SteadyTime deadline) {
    if (failure_ != ErrorCode{}) return fail(failure_);
    if (coming_.empty() && !babble_.empty()) {
        coming_.push_back(babble_);
        clock_.advance(std::chrono::milliseconds{1});
    }
    if (coming_.empty()) {
        clock_.advance(std::max(deadline - clock_.steady(), std::chrono::nanoseconds{0}));
        std::swap(coming_, late_);
        return fail(ErrorCode::deadline_exceeded);
    }
    Bytes& piece = coming_.front();
    const std::size_t size = std::min(piece.size(), into.size());
    std::copy_n(piece.begin(), size, into.begin());
    piece.erase(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(size));
    if (piece.empty()) coming_.pop_front();
    return size;
}

void ScriptedPort::discard() {
    coming_.clear();
}

std::chrono::nanoseconds ScriptedPort::wire_time(std::size_t octets) const {
    return of_an_octet_ * static_cast<std::int64_t>(octets);
}

Bytes reply_frame(std::uint8_t status, ByteView data) {
    Bytes content{0x00, 0x00, status};
    append(content, data);
    return samv::encode_frame(content);
}

}  // namespace fivestar::test
