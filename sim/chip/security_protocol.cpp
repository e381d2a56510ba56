// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/security_protocol.hpp"

#include <array>
#include <initializer_list>

namespace fivestar::sim {
namespace {

/// 0.4.0.127.0.7 (bsi-de), protocols(2) smartcard(2).
Bytes smartcard_protocol(std::initializer_list<std::uint8_t> arcs) {
    static constexpr std::array<std::uint8_t, 7> parent{0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02};
    Bytes oid;
    oid.reserve(parent.size() + arcs.size());
    append(oid, parent);
    append(oid, {arcs.begin(), arcs.size()});
    return oid;
}

// The arcs count from 1 in the order of the enumerations. Each mapping has two: DH, then ECDH.
std::uint8_t agreement_arc(KeyAgreement agreement) {
    return agreement == KeyAgreement::dh ? 1 : 2;
}

std::uint8_t mapping_arc(Mapping mapping, KeyAgreement agreement) {
    return static_cast<std::uint8_t>(2 * static_cast<int>(mapping) + agreement_arc(agreement));
}

std::uint8_t cipher_arc(crypto::BlockCipher cipher) {
    return static_cast<std::uint8_t>(1 + static_cast<int>(cipher));
}

}  // namespace

Bytes pace_oid(Mapping mapping, KeyAgreement agreement) {
    return smartcard_protocol({4, mapping_arc(mapping, agreement)});
}

Bytes pace_oid(Mapping mapping, KeyAgreement agreement, crypto::BlockCipher cipher) {
    return smartcard_protocol({4, mapping_arc(mapping, agreement), cipher_arc(cipher)});
}

Bytes chip_authentication_oid(KeyAgreement agreement, crypto::BlockCipher cipher) {
    return smartcard_protocol({3, agreement_arc(agreement), cipher_arc(cipher)});
}

Bytes public_key_oid(KeyAgreement agreement) {
    return smartcard_protocol({1, agreement_arc(agreement)});
}

Bytes active_authentication_oid() {
    return {0x67, 0x81, 0x08, 0x01, 0x01, 0x05};  // 2.23.136.1.1.5
}

Bytes plain_ecdsa_oid(crypto::DigestAlgorithm digest) {
    // 0.4.0.127.0.7.1.1.4.1, then 1 for SHA-1 to 5 for SHA-512, in the order of the enumeration.
    return {0x04, 0x00, 0x7F, 0x00, 0x07,
            0x01, 0x01, 0x04, 0x01, static_cast<std::uint8_t>(1 + static_cast<int>(digest))};
}

}  // namespace fivestar::sim
