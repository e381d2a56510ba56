// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/reader_view.hpp"

namespace fivestar::daemon {

std::vector<AccessKey> access_keys(const CardView& card) {
    if (card.kind != CardKind::emrtd) return {};
    if (card.offers_pace) return {AccessKey::mrz, AccessKey::can};
    return {AccessKey::mrz};
}

std::string_view to_string(ServiceState state) {
    switch (state) {
        case ServiceState::connected:
            return "connected";
        case ServiceState::unavailable:
            return "unavailable";
        case ServiceState::denied:
            return "denied";
    }
    return "unknown";
}

std::string_view to_string(ReaderInterface interface) {
    switch (interface) {
        case ReaderInterface::contact:
            return "contact";
        case ReaderInterface::contactless:
            return "contactless";
        case ReaderInterface::sam:
            return "sam";
        case ReaderInterface::unknown:
            return "unknown";
    }
    return "unknown";
}

std::string_view to_string(ReaderState state) {
    switch (state) {
        case ReaderState::empty:
            return "empty";
        case ReaderState::card:
            return "card";
        case ReaderState::reading:
            return "reading";
        case ReaderState::unresponsive:
            return "unresponsive";
    }
    return "unknown";
}

std::string_view to_string(CardKind kind) {
    switch (kind) {
        case CardKind::emrtd:
            return "emrtd";
        case CardKind::cn_id_sam:
            return "cn_id_sam";
        case CardKind::cn_id_bare:
            return "cn_id_bare";
        case CardKind::unknown:
            return "unknown";
    }
    return "unknown";
}

std::string_view to_string(AccessKey key) {
    switch (key) {
        case AccessKey::mrz:
            return "mrz";
        case AccessKey::can:
            return "can";
    }
    return "unknown";
}

std::string_view to_string(ReaderEventKind kind) {
    switch (kind) {
        case ReaderEventKind::reader_added:
            return "reader_added";
        case ReaderEventKind::reader_removed:
            return "reader_removed";
        case ReaderEventKind::card_inserted:
            return "card_inserted";
        case ReaderEventKind::card_removed:
            return "card_removed";
        case ReaderEventKind::read_started:
            return "read_started";
        case ReaderEventKind::read_finished:
            return "read_finished";
        case ReaderEventKind::reader_unresponsive:
            return "reader_unresponsive";
        case ReaderEventKind::reader_recovered:
            return "reader_recovered";
        case ReaderEventKind::pcsc_lost:
            return "pcsc_lost";
        case ReaderEventKind::pcsc_back:
            return "pcsc_back";
    }
    return "unknown";
}

}  // namespace fivestar::daemon
