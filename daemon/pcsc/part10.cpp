// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/part10.hpp"

#include <cstddef>

namespace fivestar::daemon::pcsc {
namespace {

constexpr std::uint8_t feature_get_tlv_properties = 0x12;
constexpr std::uint8_t property_max_apdu_data_size = 0x0A;
constexpr std::size_t value_size = 4;

/// Returns the value of the first record with this tag and the size of a number, up to a truncated record.
std::optional<ByteView> find_number(ByteView records, std::uint8_t tag) {
    while (records.size() >= 2) {
        const std::size_t size = records[1];
        if (records.size() - 2 < size) return std::nullopt;
        if (records[0] == tag && size == value_size) return records.subspan(2, size);
        records = records.subspan(2 + size);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint32_t> tlv_properties_code(ByteView features) {
    const auto value = find_number(features, feature_get_tlv_properties);
    if (!value) return std::nullopt;
    std::uint32_t code = 0;
    for (const std::uint8_t octet : *value) code = code << 8 | octet;
    return code;
}

std::optional<std::uint32_t> max_apdu_data_size(ByteView properties) {
    const auto value = find_number(properties, property_max_apdu_data_size);
    if (!value) return std::nullopt;
    std::uint32_t size = 0;
    for (std::size_t i = value_size; i-- > 0;) size = size << 8 | (*value)[i];
    return size;
}

}  // namespace fivestar::daemon::pcsc
