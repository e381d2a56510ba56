// SPDX-License-Identifier: Apache-2.0
#include "apdu/general_authenticate.hpp"

#include "crypto/tlv/writer.hpp"

namespace fivestar::apdu {
namespace {

constexpr tlv::Tag dynamic_authentication_data = 0x7C;
constexpr std::uint8_t chaining_class = 0x10;

}  // namespace

Result<DynamicAuthenticationData> DynamicAuthenticationData::parse(ByteView octets) {
    tlv::Cursor cursor{octets};
    const auto outer = cursor.expect(dynamic_authentication_data);
    if (!outer) return std::unexpected{outer.error()};
    if (const auto end = cursor.finish(); !end) return std::unexpected{end.error()};
    tlv::Cursor objects{outer->value};
    while (!objects.at_end()) {
        if (const auto object = objects.next(); !object) return std::unexpected{object.error()};
    }
    return DynamicAuthenticationData{PersonalBytes{outer->value}};
}

std::optional<ByteView> DynamicAuthenticationData::find(tlv::Tag tag) const {
    const auto found = tlv::find(content_, tag);
    if (!found || !*found) return std::nullopt;
    return (*found)->value;
}

Result<Response> general_authenticate(Channel& channel, ByteView objects, Chain chain) {
    return channel.transmit(Command{.cla = chain == Chain::continues ? chaining_class : std::uint8_t{0},
                                    .ins = 0x86,
                                    .data = tlv::encode(dynamic_authentication_data, objects),
                                    .le = max_short_le});
}

}  // namespace fivestar::apdu
