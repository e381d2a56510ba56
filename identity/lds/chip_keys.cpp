// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/chip_keys.hpp"

#include "crypto/tlv/cursor.hpp"

namespace fivestar::identity {

Result<crypto::SecurityInfos> parse_dg14(ByteView file) {
    const auto infos = tlv::only(file, 0x6E);
    if (!infos) return std::unexpected{infos.error()};
    return crypto::SecurityInfos::parse(infos->rest());
}

Result<crypto::PublicKey> parse_dg15(ByteView file) {
    auto content = tlv::only(file, 0x6F);
    if (!content) return std::unexpected{content.error()};
    const auto key = content->next();
    if (!key) return std::unexpected{key.error()};
    return crypto::PublicKey::parse(key->whole);
}

bool has_octets_behind(ByteView file) {
    tlv::Cursor outer{file};
    const auto content = outer.next();
    if (!content || !outer.at_end()) return false;
    tlv::Cursor inner{content->value};
    return inner.next() && !inner.at_end();
}

}  // namespace fivestar::identity
