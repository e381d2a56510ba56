// SPDX-License-Identifier: Apache-2.0
// Cards for tests of readers: a function from command to answer, and a card that does not answer.
#pragma once

#include "apdu/card_connection.hpp"
#include "daemon/readers/embedded_source.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace fivestar::test {

using Answer = std::function<Result<apdu::Response>(const apdu::Command&)>;

class TestConnection final : public apdu::CardConnection, private apdu::Channel {
  public:
    explicit TestConnection(Answer answer, Bytes atr = {}) : answer_(std::move(answer)), atr_(std::move(atr)) {}

    apdu::Channel& channel() override { return *this; }
    ByteView atr() const override { return atr_; }
    apdu::Protocol protocol() const override { return apdu::Protocol::t1; }
    bool extended_length() const override { return extended; }

    Result<void> reset() override { return {}; }

    bool extended = true;

  private:
    Result<apdu::Response> transmit(const apdu::Command& command) override { return answer_(command); }

    const Answer answer_;
    const Bytes atr_;
};

inline apdu::Response answer(apdu::StatusWord sw) {
    return {.data = {}, .sw = sw};
}

/// Returns a card that gives the same answer to each command.
inline daemon::EmbeddedCard card(Answer answer, Bytes atr = {0x3B, 0x80, 0x80, 0x01, 0x01}) {
    return {.connect = [answer = std::move(answer), atr]() -> Result<std::unique_ptr<apdu::CardConnection>> {
                return std::make_unique<TestConnection>(answer, atr);
            },
            .atr = atr};
}

/// Returns a card with the eMRTD application; every command succeeds.
inline daemon::EmbeddedCard passport() {
    return card([](const auto&) { return answer(apdu::sw::success); });
}

/// Blocks threads until it is opened.
class Gate {
  public:
    void open() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        opened_.notify_all();
    }
    /// Blocks until it is open.
    void pass() {
        std::unique_lock lock{mutex_};
        ++arrived_;
        opened_.notify_all();
        opened_.wait(lock, [this] { return open_; });
    }
    /// Blocks until a thread has been blocked.
    void await_arrival() {
        std::unique_lock lock{mutex_};
        opened_.wait(lock, [this] { return arrived_ != 0; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
    int arrived_ = 0;
};

}  // namespace fivestar::test
