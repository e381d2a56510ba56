// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_view.hpp"

#include <initializer_list>

namespace fivestar::daemon {
namespace {

/// Returns the name of `value` from `names`, which are in the order of the enumerators.
template <class Enum>
std::string_view name_in(std::initializer_list<std::string_view> names, Enum value) {
    const auto index = static_cast<std::size_t>(value);
    return index < names.size() ? names.begin()[index] : "unknown";
}

}  // namespace

std::vector<AccessKey> access_keys(const CardView& card) {
    if (card.kind != CardKind::emrtd) return {};
    if (card.offers_pace) return {AccessKey::mrz, AccessKey::can};
    return {AccessKey::mrz};
}

std::string_view to_string(ServiceState state) {
    return name_in({"connected", "unavailable", "denied"}, state);
}

std::string_view to_string(ReaderInterface interface) {
    return name_in({"contact", "contactless", "sam", "unknown"}, interface);
}

std::string_view to_string(ReaderState state) {
    return name_in({"empty", "card", "reading", "unresponsive"}, state);
}

std::string_view to_string(CardKind kind) {
    return name_in({"emrtd", "cn_id_sam", "cn_id_bare", "unknown"}, kind);
}

std::string_view to_string(AccessKey key) {
    return name_in({"mrz", "can"}, key);
}

std::string_view to_string(ReaderEventKind kind) {
    return name_in({"reader_added", "reader_removed", "card_inserted", "card_removed", "read_started", "read_finished",
                    "reader_unresponsive", "reader_recovered", "pcsc_lost", "pcsc_back"},
                   kind);
}

}  // namespace fivestar::daemon
