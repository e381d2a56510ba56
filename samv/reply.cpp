// SPDX-License-Identifier: Apache-2.0
#include "samv/reply.hpp"

namespace fivestar::samv {
namespace {

constexpr std::size_t status_size = 3;
constexpr std::size_t length_size = 2;

std::size_t big_endian(ByteView octets) {
    return static_cast<std::size_t>(octets[0] << 8 | octets[1]);
}

/// Parses `lengths` big-endian lengths and the parts after them. A reply to `30 01` has two, a reply to `30 10` three.
Result<CardContentView> parse_content(ByteView data, std::size_t lengths) {
    const std::size_t header = lengths * length_size;
    if (data.size() < header) return fail(ErrorCode::malformed);
    const std::size_t fingerprints = lengths == 3 ? big_endian(data.subspan(4)) : 0;
    const bool sizes_known = big_endian(data) == text_size && big_endian(data.subspan(2)) == photo_size &&
                             fingerprints % (largest_fingerprints_size / 2) == 0 &&
                             fingerprints <= largest_fingerprints_size;
    if (!sizes_known || data.size() != header + text_size + photo_size + fingerprints) {
        return fail(ErrorCode::malformed);
    }
    return CardContentView{.text = data.subspan(header, text_size),
                           .photo = data.subspan(header + text_size, photo_size),
                           .fingerprints = data.subspan(header + text_size + photo_size)};
}

}  // namespace

Result<Reply> parse_reply(ByteView content) {
    if (content.size() < status_size) return fail(ErrorCode::malformed);
    return Reply{Status{content[2]}, PersonalBytes{content.subspan(status_size)}};
}

Result<CardContentView> parse_text_and_photo(ByteView data) {
    return parse_content(data, 2);
}

Result<CardContentView> parse_with_fingerprints(ByteView data) {
    return parse_content(data, 3);
}

Result<ByteView> parse_appended_addresses(ByteView data) {
    const bool whole = !data.empty() && data.size() % appended_address_size == 0 &&
                       data.size() <= most_appended_addresses * appended_address_size;
    if (!whole) return fail(ErrorCode::malformed);
    return data;
}

Result<ManagementInformationView> parse_management_information(ByteView data) {
    if (data.size() != management_information_size) return fail(ErrorCode::malformed);
    return ManagementInformationView{
        .issuer_number = data.first(4), .serial_number = data.subspan(4, 8), .device_number = data.subspan(12)};
}

}  // namespace fivestar::samv
