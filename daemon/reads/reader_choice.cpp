// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/reader_choice.hpp"

#include <algorithm>
#include <vector>

namespace fivestar::daemon {
namespace {

std::vector<ReaderView> selected_readers(const CardSelection& selection, const Grants& grants,
                                         std::span<const ReaderView> readers) {
    std::vector<ReaderView> selected;
    std::ranges::copy_if(readers, std::back_inserter(selected), [&](const ReaderView& reader) {
        return (selection.reader.empty() || reader.id == selection.reader) &&
               grants.allows_reader(reader.id, reader.name);
    });
    return selected;
}

bool is_selected(const CardView& card, const CardSelection& selection, const CardIds& before) {
    if (!selection.card.empty()) return card.id == selection.card;
    return selection.wait_for == WaitFor::present || !before.contains(card.id);
}

}  // namespace

ReaderChoice choose_reader(const CardSelection& selection, const Grants& grants, ServiceState service,
                           std::span<const ReaderView> readers, const CardIds& before) {
    const auto failure = [&](ReadFailureKind kind) { return ReadFailure{.kind = kind, .reader = selection.reader}; };
    if (service != ServiceState::connected) {
        return ReadFailure{.kind = service == ServiceState::denied ? ReadFailureKind::service_denied
                                                                   : ReadFailureKind::service_unavailable};
    }
    std::vector<ReaderView> candidates = selected_readers(selection, grants, readers);
    if (candidates.empty()) {
        return failure(selection.reader.empty() ? ReadFailureKind::no_reader : ReadFailureKind::no_such_reader);
    }
    std::erase_if(candidates, [](const ReaderView& reader) { return reader.state == ReaderState::unresponsive; });
    if (candidates.empty()) return failure(ReadFailureKind::reader_unresponsive);
    std::erase_if(candidates, [&](const ReaderView& reader) {
        return !reader.card || !is_selected(*reader.card, selection, before);
    });
    if (candidates.size() == 1) return std::move(candidates.front());
    if (candidates.size() > 1) return ReadFailure{.kind = ReadFailureKind::several_cards};
    if (!selection.card.empty()) return failure(ReadFailureKind::card_changed);
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
