// SPDX-License-Identifier: Apache-2.0
#include "apdu/lds.hpp"

namespace fivestar::apdu {
namespace {

constexpr std::uint8_t select_instruction = 0xA4;
constexpr std::uint8_t no_file_control_information = 0x0C;

/// 62xx warns about a file that was selected: deactivated, terminated, or with information in another format.
bool selected(StatusWord status) {
    return status.success() || status.sw1() == 0x62;
}

/// These answers are definite for an elementary file: absent, closed, and (6986) no file can be current yet. Any other
/// may be about the form of the command.
bool is_final(StatusWord status, SelectBy by) {
    return by == SelectBy::ef_identifier &&
           (status == sw::file_not_found || status == sw::security_status_not_satisfied || status == sw::no_current_ef);
}

}  // namespace

Result<void> select(Channel& channel, SelectBy by, ByteView name) {
    Command command{.ins = select_instruction,
                    .p1 = static_cast<std::uint8_t>(by),
                    .p2 = no_file_control_information,
                    .data = copy(name)};
    auto response = channel.transmit(command);
    if (response && !selected(response->sw) && !is_final(response->sw, by)) {
        command.p2 = 0x00;
        command.le = max_short_le;
        response = channel.transmit(command);
    }
    if (!response) return std::unexpected{response.error()};
    const StatusWord status = response->sw;
    if (selected(status)) return {};
    if (status == sw::file_not_found) return fail(ErrorCode::file_not_found, status.value);
    if (status == sw::security_status_not_satisfied) return fail(ErrorCode::access_denied, status.value);
    return fail(ErrorCode::unexpected_status, status.value);
}

Result<void> lds::select_application(Channel& channel) {
    auto selected = select(channel, SelectBy::application_identifier, application_identifier);
    if (selected) return selected;
    const Error& error = selected.error();
    const bool refused = origin(error.code) == ErrorOrigin::file;
    return fail(refused ? ErrorCode::unsupported : error.code, error.sw, "select_application");
}

}  // namespace fivestar::apdu
