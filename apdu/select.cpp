#include "apdu/select.hpp"

namespace fivestar::apdu {
namespace {

constexpr std::uint8_t select_instruction = 0xA4;
constexpr std::uint8_t no_file_control_information = 0x0C;

/// Status words that blame the form of the command, not the file.
bool blames_form(StatusWord status) {
    return status == sw::incorrect_p1_p2 || status == StatusWord{0x6A87} || status == sw::wrong_length ||
           status == sw::wrong_offset || status.exact_le();
}

}  // namespace

Result<void> select(Channel& channel, SelectBy by, ByteView name) {
    Command command{.ins = select_instruction,
                    .p1 = static_cast<std::uint8_t>(by),
                    .p2 = no_file_control_information,
                    .data = copy(name)};
    auto response = channel.transmit(command);
    if (response && blames_form(response->sw)) {
        command.p2 = 0x00;
        command.le = max_short_le;
        response = channel.transmit(command);
    }
    if (!response) return std::unexpected{response.error()};
    const StatusWord status = response->sw;
    if (status.success()) return {};
    if (status == sw::file_not_found) return fail(ErrorCode::file_not_found, status.value);
    if (status == sw::security_status_not_satisfied) return fail(ErrorCode::access_denied, status.value);
    return fail(ErrorCode::unexpected_status, status.value);
}

}  // namespace fivestar::apdu
