// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/reader_probe.hpp"

#include "daemon/pcsc/card.hpp"
#include "daemon/pcsc/context.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <winscard.h>
// Uses the types of winscard.h.
#include <reader.h>

namespace fivestar::daemon::pcsc {
namespace {

struct Answers {
    std::mutex mutex;
    std::condition_variable one_more;
    std::size_t missing = 0;
    std::map<std::string, ProbedReader> readers;
};

std::optional<std::uint32_t> channel_of(const Card& reader) {
    const auto answer = reader.attribute(SCARD_ATTR_CHANNEL_ID);
    std::uint32_t channel = 0;
    if (!answer || answer->size() < sizeof channel) return std::nullopt;
    std::memcpy(&channel, answer->data(), sizeof channel);  // a DWORD in the machine's order
    return channel;
}

std::optional<ProbedReader> ask(const std::string& name) {
    const auto context = Context::establish();
    if (!context) return std::nullopt;
    const auto reader = Card::connect_reader(*context, name);
    if (!reader) return std::nullopt;
    return ProbedReader{.channel = channel_of(*reader), .description = reader->description(name)};
}

}  // namespace

std::map<std::string, ProbedReader> probe_readers(const std::vector<std::string>& readers,
                                                  std::chrono::milliseconds patience) {
    const auto answers = std::make_shared<Answers>();
    answers->missing = readers.size();
    for (const auto& reader : readers) {
        std::thread{[answers, reader] {
            auto probed = ask(reader);
            const std::lock_guard lock{answers->mutex};
            if (probed) answers->readers.emplace(reader, *std::move(probed));
            --answers->missing;
            answers->one_more.notify_one();
        }}.detach();
    }
    std::unique_lock lock{answers->mutex};
    answers->one_more.wait_for(lock, patience, [&] { return answers->missing == 0; });
    return answers->readers;
}

}  // namespace fivestar::daemon::pcsc
