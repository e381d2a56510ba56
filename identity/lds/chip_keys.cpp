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
    const auto key = tlv::only(file, 0x6F);
    if (!key) return std::unexpected{key.error()};
    return crypto::PublicKey::parse(key->rest());
}

}  // namespace fivestar::identity
