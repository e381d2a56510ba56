#include "daemon/pcsc/channel_probe.hpp"

#include "daemon/pcsc/card.hpp"
#include "daemon/pcsc/context.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <winscard.h>
// After it, whose types it uses.
#include <reader.h>

namespace fivestar::daemon::pcsc {
namespace {

struct Answers {
    std::mutex mutex;
    std::condition_variable one_more;
    std::size_t missing = 0;
    std::map<std::string, std::uint32_t> channels;
};

std::optional<std::uint32_t> ask(const std::string& reader) {
    const auto context = Context::establish();
    if (!context) return std::nullopt;
    const auto card = Card::connect_reader(*context, reader);
    if (!card) return std::nullopt;
    const auto answer = card->attribute(SCARD_ATTR_CHANNEL_ID);
    std::uint32_t channel = 0;
    if (!answer || answer->size() < sizeof channel) return std::nullopt;
    std::memcpy(&channel, answer->data(), sizeof channel);  // a DWORD in the machine's order
    return channel;
}

}  // namespace

std::map<std::string, std::uint32_t> probe_channels(const std::vector<std::string>& readers,
                                                    std::chrono::milliseconds patience) {
    const auto answers = std::make_shared<Answers>();
    answers->missing = readers.size();
    for (const auto& reader : readers) {
        std::thread{[answers, reader] {
            const auto channel = ask(reader);
            const std::lock_guard lock{answers->mutex};
            if (channel) answers->channels.emplace(reader, *channel);
            --answers->missing;
            answers->one_more.notify_one();
        }}.detach();
    }
    std::unique_lock lock{answers->mutex};
    answers->one_more.wait_for(lock, patience, [&] { return answers->missing == 0; });
    return answers->channels;
}

}  // namespace fivestar::daemon::pcsc
