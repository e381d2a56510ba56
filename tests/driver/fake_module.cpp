// SPDX-License-Identifier: Apache-2.0
#include "tests/driver/fake_module.hpp"

#include "tests/samv/scripted_port.hpp"

#include <algorithm>
#include <thread>

namespace fivestar::test {
namespace {

int key(std::uint8_t code, std::uint8_t parameter) {
    return code << 8 | parameter;
}

}  // namespace

void FakeModule::present(Card card) {
    const std::lock_guard lock{mutex_};
    card_ = std::move(card);
    there_ = true;
    found_ = selected_ = was_read_ = false;
}

void FakeModule::lift() {
    const std::lock_guard lock{mutex_};
    there_ = found_ = selected_ = was_read_ = false;
}

void FakeModule::answer_with(std::uint8_t code, std::uint8_t parameter, std::uint8_t status) {
    const std::lock_guard lock{mutex_};
    statuses_[key(code, parameter)] = status;
}

unsigned FakeModule::count(std::uint8_t code, std::uint8_t parameter) {
    const std::lock_guard lock{mutex_};
    return counts_[key(code, parameter)];
}

unsigned FakeModule::requests() {
    const std::lock_guard lock{mutex_};
    unsigned all = 0;
    for (const auto& [command, times] : counts_) all += times;
    return all;
}

Bytes FakeModule::answer(ByteView frame) {
    const std::lock_guard lock{mutex_};
    if (frame.size() < 10) return {};
    const std::uint8_t code = frame[7];
    const std::uint8_t parameter = frame[8];
    ++counts_[key(code, parameter)];
    if (silent_) return {};
    if (!instead_.empty()) return instead_;
    if (const std::uint8_t status = statuses_[key(code, parameter)]; status != 0) return reply_frame(status);
    return answer_request(code, parameter);
}

Bytes FakeModule::answer_request(std::uint8_t code, std::uint8_t parameter) {
    switch (key(code, parameter)) {
        case 0x10FF:
            if (reset_presents_again_) found_ = selected_ = was_read_ = false;
            return reply_frame(0x90);
        case 0x11FF:
            return reply_frame(0x90);
        case 0x12FF:
            return reply_frame(
                0x90, Bytes{0x05, 0, 0x03, 0, 0x55, 0x77, 0x33, 0x01, 0x87, 0xD6, 0x12, 0, 0x15, 0xCD, 0x5B, 0x07});
        case 0x2001:
            if (!there_ || was_read_) return reply_frame(0x80);
            found_ = true;
            return reply_frame(0x9F, Bytes(4, 0));
        case 0x2002:
            if (!found_) return reply_frame(0x81);
            found_ = false;
            selected_ = true;
            return reply_frame(0x90, Bytes(8, 0));
        case 0x3001:
            return read(false);
        case 0x3010:
            return read(true);
        case 0x3003:
            if (!selected_) return reply_frame(0x41);
            return card_.addresses.empty() ? reply_frame(0x91) : reply_frame(0x90, card_.addresses);
        case 0x3005:
            return selected_ ? reply_frame(0x90, card_.management) : reply_frame(0x41);
        default:
            return reply_frame(0x21);
    }
}

Bytes FakeModule::read(bool with_fingerprints) {
    if (!selected_) return reply_frame(0x41);
    was_read_ = true;
    Bytes data{0x01, 0x00, 0x04, 0x00};
    if (with_fingerprints) {
        data.push_back(static_cast<std::uint8_t>(card_.fingerprints.size() >> 8));
        data.push_back(static_cast<std::uint8_t>(card_.fingerprints.size()));
    }
    append(data, card_.text);
    append(data, card_.photo);
    if (with_fingerprints) append(data, card_.fingerprints);
    return reply_frame(0x90, data);
}

Result<void> FakePort::write(ByteView frame, SteadyTime) {
    if (!module_.plugged()) return fail(ErrorCode::reader_lost);
    coming_ = module_.answer(frame);
    return {};
}

Result<std::size_t> FakePort::read(MutableByteView into, SteadyTime deadline) {
    if (!module_.plugged()) return fail(ErrorCode::reader_lost);
    if (coming_.empty()) {
        if (clock_ != nullptr) {
            clock_->advance(std::max(deadline - clock_->steady(), std::chrono::nanoseconds{0}));
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        return fail(ErrorCode::deadline_exceeded);
    }
    const std::size_t size = std::min(coming_.size(), into.size());
    std::copy_n(coming_.begin(), size, into.begin());
    coming_.erase(coming_.begin(), coming_.begin() + static_cast<std::ptrdiff_t>(size));
    return size;
}

}  // namespace fivestar::test
