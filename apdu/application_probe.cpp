// SPDX-License-Identifier: Apache-2.0
#include "apdu/application_probe.hpp"

#include "apdu/lds.hpp"

#include <array>

namespace fivestar::apdu {
namespace {

/// 6Cxx also tells that the file is readable: it names the length.
bool readable(StatusWord status) {
    return status.success() || status == sw::end_of_file || status.more_available() || status.exact_le();
}

/// 6982 is the only definite answer about access. Chips without short EF identifiers answer in many ways.
bool is_closed(StatusWord status) {
    return status == sw::security_status_not_satisfied;
}

/// Tells whether the answer to a short EF identifier is about EF.COM. Some chips give a file of the master file
/// instead, and leave the application.
bool is_about_com(const Response& response) {
    return response.data.empty() || response.data[0] == lds::com.tag;
}

/// Reads the file after selecting it by its identifier. If the selection is refused, its status word is the result.
Result<Response> read_selected_com(Channel& channel) {
    constexpr std::array<std::uint8_t, 2> name{lds::com.identifier >> 8, lds::com.identifier & 0xFF};
    const auto selected = select(channel, SelectBy::ef_identifier, name);
    if (selected) return channel.transmit(Command{.ins = 0xB0, .le = lds::header_octets});
    if (selected.error().sw == 0) return std::unexpected{selected.error()};
    return Response{.sw = StatusWord{selected.error().sw}};
}

}  // namespace

Result<bool> readable_without_access(Channel& channel) {
    constexpr std::uint8_t by_short_identifier = 0x80U | lds::com.short_identifier;
    auto response = channel.transmit(Command{.ins = 0xB0, .p1 = by_short_identifier, .le = lds::header_octets});
    if (response && !is_about_com(*response)) {
        if (const auto selected = lds::select_application(channel); !selected) return std::unexpected{selected.error()};
        response = read_selected_com(channel);
    }
    if (response && !readable(response->sw) && !is_closed(response->sw)) response = read_selected_com(channel);
    if (!response) return std::unexpected{response.error()};
    return readable(response->sw);
}

}  // namespace fivestar::apdu
