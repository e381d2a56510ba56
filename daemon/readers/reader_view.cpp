// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_view.hpp"

#include "crypto/base/enum_names.hpp"

namespace fivestar::daemon {
namespace {

constexpr EnumNames<ServiceState::denied> service_state_names("connected", "unavailable", "denied");
constexpr EnumNames<ReaderInterface::unknown> reader_interface_names("contact", "contactless", "sam", "unknown");
constexpr EnumNames<ReaderState::unresponsive> reader_state_names("empty", "card", "reading", "unresponsive");
constexpr EnumNames<CardKind::unknown> card_kind_names("emrtd", "cn_id_sam", "cn_id_bare", "unknown");
constexpr EnumNames<AccessKey::can> access_key_names("mrz", "can");
constexpr EnumNames<ReaderEventKind::pcsc_back> reader_event_kind_names("reader_added", "reader_removed",
                                                                        "card_inserted", "card_removed", "read_started",
                                                                        "read_finished", "reader_unresponsive",
                                                                        "reader_recovered", "pcsc_lost", "pcsc_back");

}  // namespace

std::vector<AccessKey> access_keys(const CardView& card) {
    if (card.kind != CardKind::emrtd) return {};
    if (card.offers_pace) return {AccessKey::mrz, AccessKey::can};
    return {AccessKey::mrz};
}

std::string_view to_string(ServiceState state) {
    return service_state_names[state];
}

std::string_view to_string(ReaderInterface interface) {
    return reader_interface_names[interface];
}

std::string_view to_string(ReaderState state) {
    return reader_state_names[state];
}

std::string_view to_string(CardKind kind) {
    return card_kind_names[kind];
}

std::string_view to_string(AccessKey key) {
    return access_key_names[key];
}

std::string_view to_string(ReaderEventKind kind) {
    return reader_event_kind_names[kind];
}

}  // namespace fivestar::daemon
