// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/scanned_keys.hpp"

#include <algorithm>
#include <utility>

#include <boost/system/error_code.hpp>

namespace fivestar::daemon {

ScannedKeys::ScannedKeys(const boost::asio::any_io_executor& executor, const Clock& clock)
    : clock_(clock), timer_(executor) {}

std::chrono::seconds ScannedKeys::keep(const ReaderView& reader, SecretText mrz_information) {
    drop(reader.id);
    keys_.push_back({.reader = reader.id,
                     .card = reader.card ? reader.card->id : std::string{},
                     .mrz_information = std::move(mrz_information),
                     .until = clock_.boot() + lifetime_});
    set_timer();
    return lifetime_;
}

std::optional<SecretText> ScannedKeys::take(std::string_view reader) {
    end_due();
    const auto found = std::ranges::find(keys_, reader, &Kept::reader);
    if (found == keys_.end()) return std::nullopt;
    SecretText key = std::move(found->mrz_information);
    drop(reader);
    return key;
}

void ScannedKeys::drop(std::string_view reader) {
    drop_if([&](const Kept& kept) { return kept.reader == reader; });
}

void ScannedKeys::drop_all() {
    drop_if([](const Kept&) { return true; });
}

void ScannedKeys::reader_event(const ReaderEvent& event) {
    switch (event.kind) {
        case ReaderEventKind::card_inserted:
            for (Kept& kept : keys_) {
                if (kept.reader == event.reader && kept.card.empty()) kept.card = event.card;
            }
            break;
        case ReaderEventKind::card_removed:
            drop_if([&](const Kept& kept) { return kept.reader == event.reader && kept.card == event.card; });
            break;
        case ReaderEventKind::reader_removed:
            drop(event.reader);
            break;
        case ReaderEventKind::pcsc_lost:
            drop_all();
            break;
        case ReaderEventKind::reader_added:
        case ReaderEventKind::read_started:
        case ReaderEventKind::read_finished:
        case ReaderEventKind::reader_unresponsive:
        case ReaderEventKind::reader_recovered:
        case ReaderEventKind::pcsc_back:
            break;
    }
}

void ScannedKeys::end_due() {
    const BootTime now = clock_.boot();
    drop_if([now](const Kept& kept) { return kept.until <= now; });
}

void ScannedKeys::drop_if(const std::function<bool(const Kept&)>& ends) {
    if (std::erase_if(keys_, ends) != 0) set_timer();
}

void ScannedKeys::set_timer() {
    if (keys_.empty()) {
        timer_.cancel();
        return;
    }
    timer_.expires_after(std::ranges::min_element(keys_, {}, &Kept::until)->until - clock_.boot());
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) end_due();
    });
}

}  // namespace fivestar::daemon
