#include "apdu/t0_channel.hpp"

namespace fivestar::apdu {
namespace {

constexpr std::uint8_t get_response = 0xC0;
constexpr std::uint8_t channel_bits = 0x03;

/// Whether a GET RESPONSE brought something, or says how to get it.
bool brought_data(const Response& response) {
    return response.sw.success() || response.sw.warning() || response.sw.more_available() || response.sw.exact_le();
}

}  // namespace

Result<Response> T0Channel::transmit(const Command& command) {
    if (command.extended()) return fail(ErrorCode::invalid_argument);
    Command tpdu = command;
    if (command.data.empty()) {
        if (command.le == 0) tpdu.le = max_short_le;  // P3=00
        return next_.transmit(tpdu);
    }
    tpdu.le = 0;
    auto accepted = next_.transmit(tpdu);
    if (!accepted || command.le == 0 || !accepted->sw.success() || !accepted->data.empty()) return accepted;

    const auto cla = static_cast<std::uint8_t>((command.cla & 0x80) != 0 ? 0 : command.cla & channel_bits);
    auto fetched = next_.transmit(Command{.cla = cla, .ins = get_response, .le = command.le});
    // The command itself succeeded; a card that has nothing to fetch says so with an error.
    if (fetched && !brought_data(*fetched)) return accepted;
    return fetched;
}

}  // namespace fivestar::apdu
