#include "apdu/application_probe.hpp"

#include "apdu/lds.hpp"
#include "apdu/select.hpp"

#include <array>

namespace fivestar::apdu {
namespace {

/// 6Cxx names the length of what may be read.
bool readable(StatusWord status) {
    return status.success() || status == sw::end_of_file || status.more_available() || status.exact_le();
}

/// The one plain word about access. Chips without short EF identifiers have many words for those.
bool is_closed(StatusWord status) {
    return status == sw::security_status_not_satisfied;
}

/// The same, the file selected by its identifier. A refused selection has no answer to read: its status word stands.
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
    if (response && !readable(response->sw) && !is_closed(response->sw)) response = read_selected_com(channel);
    if (!response) return std::unexpected{response.error()};
    return readable(response->sw);
}

}  // namespace fivestar::apdu
