// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/module.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::sim::sam {
namespace {

/// Two numbers of 16 bits and three of 32, little-endian: 05.03-20150101-0001234567-0123456789.
constexpr std::array<std::uint8_t, 16> module_id{0x05, 0x00, 0x03, 0x00, 0x55, 0x77, 0x33, 0x01,
                                                 0x87, 0xD6, 0x12, 0x00, 0x15, 0xCD, 0x5B, 0x07};
constexpr std::array<unsigned, 5> rates{115'200, 57'600, 38'400, 19'200, 9'600};
constexpr std::uint8_t min_radio_frame = 24;

void append_size(Bytes& octets, std::size_t size) {
    octets.push_back(static_cast<std::uint8_t>(size >> 8));
    octets.push_back(static_cast<std::uint8_t>(size));
}

Answer set_rate(const Request& request) {
    if (request.parameter >= rates.size()) return {answer_frame(status::wrong_parameter)};
    return {.frame = answer_frame(status::success), .rate = rates.at(request.parameter)};
}

Bytes set_max_radio_frame(const Request& request) {
    const bool right = request.parameter == 0xFF && request.data[0] >= min_radio_frame;
    return answer_frame(right ? status::success : status::wrong_parameter);
}

bool is_known_group(std::uint8_t group) {
    constexpr std::array<std::uint8_t, 5> groups{0x10, 0x11, 0x12, 0x20, 0x30};
    return std::ranges::find(groups, group) != groups.end();
}

}  // namespace

void Module::present(Card card) {
    card_ = std::move(card);
    progress_ = Progress::none;
}

void Module::lift() {
    card_.reset();
    progress_ = Progress::none;
}

void Module::power_on() {
    progress_ = Progress::none;
}

void Module::reset() {
    if (progress_ != Progress::read || habits_.reset_presents_card) progress_ = Progress::none;
}

Bytes Module::find() {
    if (!card_ || progress_ == Progress::read) return answer_frame(status::find_failed);
    progress_ = Progress::found;
    return answer_frame(status::card_found, Bytes(4));
}

Bytes Module::select() {
    if (progress_ != Progress::found && progress_ != Progress::selected) return answer_frame(status::select_failed);
    progress_ = Progress::selected;
    return answer_frame(status::success, Bytes(8));
}

const Card* Module::open_card() const {
    const bool selected = progress_ == Progress::selected || progress_ == Progress::read;
    return selected && card_ ? &*card_ : nullptr;
}

Bytes Module::read(bool with_fingerprints) {
    const Card* card = open_card();
    const bool spent = progress_ == Progress::read && !habits_.reads_again;
    if (card == nullptr || spent) return answer_frame(status::read_failed);
    progress_ = Progress::read;
    Bytes data;
    append_size(data, card->text.size());
    append_size(data, card->photo.size());
    if (with_fingerprints) append_size(data, card->fingerprints.size());
    append(data, card->text);
    append(data, card->photo);
    if (with_fingerprints) append(data, card->fingerprints);
    return answer_frame(status::success, data);
}

Bytes Module::read_addresses() const {
    const Card* card = open_card();
    if (card == nullptr) return answer_frame(status::read_failed);
    if (card->addresses.empty()) return answer_frame(status::no_such_item);
    return answer_frame(status::success, card->addresses);
}

Bytes Module::read_management() const {
    const Card* card = open_card();
    if (card == nullptr) return answer_frame(status::read_failed);
    return answer_frame(status::success, card->management);
}

Answer Module::complain(RequestFault fault) {
    return {answer_frame(fault == RequestFault::check ? status::check_error : status::length_error)};
}

Answer Module::execute(const Request& request) {
    const std::size_t expected_data = request.command == command::set_max_radio_frame ? 1 : 0;
    if (request.data.size() != expected_data) return complain(RequestFault::length);
    if (request.command == command::set_rate) return set_rate(request);
    if (request.command == command::set_max_radio_frame) return {set_max_radio_frame(request)};
    switch (code_of(request)) {
        case command::reset:
            reset();
            return {answer_frame(status::success)};
        case command::state:
            return {answer_frame(status::success)};
        case command::identify:
            return {answer_frame(status::success, module_id)};
        case command::find:
            return {find()};
        case command::select:
            return {select()};
        case command::read:
            return {read(false)};
        case command::read_with_fingerprints:
            return {read(true)};
        case command::read_addresses:
            return {read_addresses()};
        case command::read_management:
            return {read_management()};
        default:
            return {answer_frame(is_known_group(request.command) ? status::wrong_parameter : status::unknown_command)};
    }
}

}  // namespace fivestar::sim::sam
