// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/chip_keys.hpp"

#include "crypto/tlv/cursor.hpp"

namespace fivestar::identity {
namespace {

Result<ByteView> content(ByteView file, tlv::Tag tag) {
    tlv::Cursor cursor{file};
    const auto element = cursor.expect(tag);
    if (!element) return std::unexpected{element.error()};
    if (const auto end = cursor.finish(); !end) return std::unexpected{end.error()};
    return element->value;
}

}  // namespace

Result<crypto::SecurityInfos> parse_dg14(ByteView file) {
    const auto infos = content(file, 0x6E);
    if (!infos) return std::unexpected{infos.error()};
    return crypto::SecurityInfos::parse(*infos);
}

Result<crypto::PublicKey> parse_dg15(ByteView file) {
    const auto key = content(file, 0x6F);
    if (!key) return std::unexpected{key.error()};
    return crypto::PublicKey::parse(*key);
}

}  // namespace fivestar::identity
