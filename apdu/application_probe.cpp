#include "apdu/application_probe.hpp"

#include "apdu/lds.hpp"

namespace fivestar::apdu {
namespace {

Result<Response> read_com(Channel& channel, std::uint32_t le) {
    return channel.transmit(
        Command{.ins = 0xB0, .p1 = static_cast<std::uint8_t>(0x80U | lds::com.short_identifier), .le = le});
}

/// 6Cxx names the length of what may be read.
bool readable(StatusWord status) {
    return status.success() || status == sw::end_of_file || status.more_available() || status.exact_le();
}

}  // namespace

Result<ApplicationProbe> probe_application(Channel& channel, bool try_extended_length) {
    auto response = read_com(channel, try_extended_length ? max_extended_le : lds::header_octets);
    bool extended_length = try_extended_length;
    if (response && try_extended_length && response->sw == sw::wrong_length) {
        extended_length = false;
        response = read_com(channel, lds::header_octets);
    }
    if (!response) return std::unexpected{response.error()};
    return ApplicationProbe{.access_control = !readable(response->sw), .extended_length = extended_length};
}

}  // namespace fivestar::apdu
