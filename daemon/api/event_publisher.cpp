// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/event_publisher.hpp"

#include "daemon/api/read_problem.hpp"

namespace fivestar::daemon {
namespace {

bool is_published(ReaderEventKind kind) {
    switch (kind) {
        case ReaderEventKind::reader_added:
        case ReaderEventKind::reader_removed:
        case ReaderEventKind::card_inserted:
        case ReaderEventKind::card_removed:
        case ReaderEventKind::pcsc_lost:
        case ReaderEventKind::pcsc_back:
            return true;
        case ReaderEventKind::read_started:  // published by the functions that know whose read it is
        case ReaderEventKind::read_finished:
        case ReaderEventKind::reader_unresponsive:
        case ReaderEventKind::reader_recovered:
            break;
    }
    return false;
}

std::string_view outcome_of(const std::optional<Error>& error) {
    if (!error) return "done";
    if (error->code == ErrorCode::cancelled) return "cancelled";
    return to_string(read_problem(*error, {}).code);
}

}  // namespace

void EventPublisher::reader_event(const ReaderEvent& event) {
    if (!is_published(event.kind)) return;
    const bool about_card = !event.card.empty();
    hub_.publish({.name = to_string(event.kind),
                  .at = event.at,
                  .reader = event.reader,
                  .reader_name = event.reader_name,
                  .card = event.card,
                  .kind = about_card ? to_string(event.card_kind) : std::string_view{}});
}

void EventPublisher::read_started(const ReadLabel& label) {
    publish("read_started", label, {});
}

void EventPublisher::read_finished(const ReadLabel& label, const std::optional<Error>& error) {
    publish("read_finished", label, outcome_of(error));
}

void EventPublisher::key_scanned(const ReaderView& reader, identity::MrzForm form) {
    hub_.publish({.name = "key_scanned",
                  .at = clock_.wall(),
                  .reader = reader.id,
                  .reader_name = reader.name,
                  .form = identity::to_string(form)});
}

void EventPublisher::key_refused(const ReaderView& reader, std::string_view problem) {
    hub_.publish({.name = "key_refused",
                  .at = clock_.wall(),
                  .reader = reader.id,
                  .reader_name = reader.name,
                  .outcome = problem});
}

void EventPublisher::publish(std::string_view name, const ReadLabel& label, std::string_view outcome) {
    hub_.publish({.name = name,
                  .at = clock_.wall(),
                  .reader = label.reader,
                  .reader_name = label.reader_name,
                  .card = label.card,
                  .outcome = outcome,
                  .owner = label.client,
                  .read = label.id});
}

}  // namespace fivestar::daemon
