// SPDX-License-Identifier: Apache-2.0
#include "apdu/trace.hpp"

#include <utility>

namespace fivestar::apdu {
namespace {

/// Returns the size of `encode(command)` (ISO/IEC 7816-3 §12.1) without making a copy of its data.
std::size_t encoded_size(const Command& command) {
    const std::size_t length_field = command.extended() ? 2 : 1;
    std::size_t size = 4 + (command.extended() ? 1U : 0U) + command.data.size();
    if (!command.data.empty()) size += length_field;
    if (command.le != 0) size += length_field;
    return size;
}

}  // namespace

Trace::Trace(Channel& next, const Clock& clock, Observer observer)
    : next_(next), clock_(clock), observer_(std::move(observer)) {}

Result<Response> Trace::transmit(const Command& command) {
    const SteadyTime start = clock_.steady();
    auto response = next_.transmit(command);
    totals_.card_time += clock_.steady() - start;
    ++totals_.exchanges;
    totals_.octets_sent += encoded_size(command);
    if (response) {
        totals_.octets_received += response->data.size() + 2;
        totals_.last_sw = response->sw;
    }
    if (observer_) observer_(totals_);
    return response;
}

}  // namespace fivestar::apdu
