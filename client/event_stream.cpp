// SPDX-License-Identifier: Apache-2.0
#include "client/event_stream.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::client {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

fivestar_error EventStreamParser::parse(std::string_view octets, const OnEvent& on_event) {
    while (!octets.empty()) {
        if (std::exchange(after_carriage_return_, false) && octets.front() == '\n') {
            octets.remove_prefix(1);
            continue;
        }
        const std::size_t size = std::min(octets.find_first_of("\r\n"), octets.size());
        if (size > max_event_octets - line_.size()) return FIVESTAR_TOO_LARGE;
        line_.append(octets.substr(0, size));
        octets.remove_prefix(size);
        if (octets.empty()) break;
        after_carriage_return_ = octets.front() == '\r';
        octets.remove_prefix(1);
        if (const fivestar_error error = line_complete(on_event); error != FIVESTAR_OK) return error;
        line_.clear();
    }
    return FIVESTAR_OK;
}

fivestar_error EventStreamParser::line_complete(const OnEvent& on_event) {
    std::string_view line = line_.view();
    if (std::exchange(is_first_line_, false) && line.starts_with(byte_order_mark))
        line.remove_prefix(byte_order_mark.size());
    if (line.empty()) return dispatch(on_event);
    const std::size_t colon = std::min(line.find(':'), line.size());
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    return field(line.substr(0, colon), value);  // a comment has an empty name, which no field has
}

fivestar_error EventStreamParser::field(std::string_view name, std::string_view value) {
    if (name == "data") {
        if (value.size() + 1 > max_event_octets - data_.size()) return FIVESTAR_TOO_LARGE;
        data_.append(value);
        data_.push_back('\n');
    } else if (name == "event") {
        if (value.size() > max_event_id_octets) return FIVESTAR_TOO_LARGE;
        name_ = value;
    } else if (name == "id" && !value.contains('\0')) {
        if (value.size() > max_event_id_octets) return FIVESTAR_TOO_LARGE;
        id_ = value;
    }
    return FIVESTAR_OK;
}

fivestar_error EventStreamParser::dispatch(const OnEvent& on_event) {
    const std::string name = std::exchange(name_, {});
    if (data_.empty()) return FIVESTAR_OK;
    data_.pop_back();  // the line feed after the last line
    data_.push_back('\0');
    const fivestar_event event{.size = sizeof(fivestar_event),
                               .name = name.empty() ? "message" : name.c_str(),
                               .id = id_.c_str(),
                               .data = data_.data(),
                               .data_size = data_.size() - 1};
    const bool goes_on = on_event(event);
    data_ = {};
    return goes_on ? FIVESTAR_OK : FIVESTAR_CANCELLED;
}

}  // namespace fivestar::client
