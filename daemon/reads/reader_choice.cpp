#include "daemon/reads/reader_choice.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace fivestar::daemon {
namespace {

Problem service_problem(ServiceState service) {
    if (service == ServiceState::denied) {
        return {.code = ProblemCode::pcsc_denied};
    }
    return {.code = ProblemCode::pcsc_unavailable, .retry_after = std::chrono::seconds{1}};
}

std::vector<ReaderView> readers_meant(const ReadBody& request, const Grants& grants,
                                      std::span<const ReaderView> readers) {
    std::vector<ReaderView> meant;
    std::ranges::copy_if(readers, std::back_inserter(meant), [&](const ReaderView& reader) {
        return (request.reader.empty() || reader.id == request.reader) && grants.allows_reader(reader.id, reader.name);
    });
    return meant;
}

bool is_meant(const CardView& card, const ReadBody& request, const CardIds& before) {
    if (!request.card.empty()) return card.id == request.card;
    return request.wait_for == WaitFor::present || !before.contains(card.id);
}

}  // namespace

ReaderChoice choose_reader(const ReadBody& request, const Grants& grants, ServiceState service,
                           std::span<const ReaderView> readers, const CardIds& before) {
    if (service != ServiceState::connected) return service_problem(service);
    std::vector<ReaderView> candidates = readers_meant(request, grants, readers);
    if (candidates.empty()) {
        return Problem{.code = request.reader.empty() ? ProblemCode::no_reader : ProblemCode::no_such_reader,
                       .reader = request.reader};
    }
    std::erase_if(candidates, [](const ReaderView& reader) { return reader.state == ReaderState::unresponsive; });
    if (candidates.empty()) {
        return Problem{.code = ProblemCode::reader_unresponsive,
                       .detail = {"A call to the reader has not returned; replugging it may help.",
                                  "对读卡器的调用没有返回；重新插拔可能有帮助。"},
                       .reader = request.reader};
    }
    std::erase_if(candidates,
                  [&](const ReaderView& reader) { return !reader.card || !is_meant(*reader.card, request, before); });
    if (candidates.size() == 1) return std::move(candidates.front());
    if (candidates.size() > 1) {
        return Problem{.code = ProblemCode::several_cards,
                       .detail = {"Name the reader, or the card.", "请指明读卡器或卡片。"}};
    }
    if (!request.card.empty()) {
        return Problem{.code = ProblemCode::card_changed, .reader = request.reader};
    }
    return NoCardYet{};
}

CardIds cards_in(std::span<const ReaderView> readers) {
    CardIds cards;
    for (const ReaderView& reader : readers) {
        if (reader.card) cards.insert(reader.card->id);
    }
    return cards;
}

}  // namespace fivestar::daemon
