// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/reader_probe.hpp"

#include "daemon/pcsc/card.hpp"
#include "daemon/pcsc/context.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

#include <winscard.h>
// Uses the types of winscard.h.
#include <reader.h>

namespace fivestar::daemon::pcsc {
namespace {

std::optional<std::uint32_t> channel_of(const Card& reader) {
    const auto answer = reader.attribute(SCARD_ATTR_CHANNEL_ID);
    std::uint32_t channel = 0;
    if (!answer || answer->size() < sizeof channel) return std::nullopt;
    std::memcpy(&channel, answer->data(), sizeof channel);  // a DWORD in the machine's order
    return channel;
}

Result<ProbedReader> ask(const std::string& name) {
    const auto context = Context::establish();
    if (!context) return std::unexpected{context.error()};
    const auto reader = Card::connect_reader(*context, name);
    if (!reader) return std::unexpected{reader.error()};
    return ProbedReader{.channel = channel_of(*reader), .description = reader->description(name)};
}

}  // namespace

struct ReaderProbe::State {
    std::mutex mutex;
    std::condition_variable changed;
    bool cancelled = false;

    /// Waits up to `duration`; true if the probe was cancelled.
    bool pause(std::chrono::milliseconds duration) {
        std::unique_lock lock{mutex};
        return changed.wait_for(lock, duration, [this] { return cancelled; });
    }
};

ReaderProbe::ReaderProbe(const std::string& reader, Times times, std::function<void(ProbedReader)> answered)
    : state_{std::make_shared<State>()} {
    std::thread{[state = state_, reader, times, answered = std::move(answered)] {
        auto probed = ask(reader);
        auto retry = times.first_retry;
        const auto is_final = [&] {
            return probed.error().code != ErrorCode::reader_busy && retry >= times.longest_retry;
        };
        while (!probed && !is_final()) {
            if (state->pause(retry)) return;
            retry = std::min(2 * retry, times.longest_retry);
            probed = ask(reader);
        }
        answered(probed ? *std::move(probed) : ProbedReader{});
    }}.detach();
}

ReaderProbe::~ReaderProbe() {
    if (!state_) return;
    const std::lock_guard lock{state_->mutex};
    state_->cancelled = true;
    state_->changed.notify_all();
}

}  // namespace fivestar::daemon::pcsc
