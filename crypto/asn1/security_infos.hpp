// SPDX-License-Identifier: Apache-2.0
// SecurityInfos (ICAO Doc 9303-11 §9.2): the protocols that a chip offers in EF.CardAccess, DG14 and EF.CardSecurity.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/groups/domain_parameters.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/digest.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fivestar::crypto {

/// Most entries; real chips have about a dozen.
inline constexpr std::size_t max_security_infos = 64;

enum class AgreementKind : std::uint8_t { dh, ecdh };
enum class PaceMapping : std::uint8_t { generic, integrated, chip_authentication };

/// An offer of PACE (§9.2.2) whose protocol and domain parameters are supported.
struct PaceInfo {
    Bytes protocol;  ///< value octets of the object identifier
    AgreementKind agreement;
    PaceMapping mapping;
    BlockCipher cipher;
    std::optional<std::uint32_t> parameter_id;
    DomainParameters parameters;
};

struct ChipAuthenticationInfo {
    Bytes protocol;  ///< value octets of the object identifier
    AgreementKind agreement;
    BlockCipher cipher;
    std::uint32_t version;  ///< 1; also 2 and 3 in documents with an eID application
    std::optional<std::uint32_t> key_id;
};

struct ChipAuthenticationKey {
    AgreementKind agreement;
    Bytes subject_public_key_info;  ///< encoded, not yet parsed (agreement_key.hpp)
    std::optional<std::uint32_t> key_id;
};

struct SecurityInfos {
    std::vector<PaceInfo> pace;
    std::vector<ChipAuthenticationInfo> chip_authentication;
    std::vector<ChipAuthenticationKey> chip_authentication_keys;
    /// Hash of the ECDSA signatures of active authentication; nullopt if not named or not supported.
    std::optional<DigestAlgorithm> active_authentication_digest;
    /// Every entry about PACE as encoded and sorted, also of unsupported protocols and parameters. Comparing them
    /// detects a downgrade.
    std::vector<Bytes> pace_entries;
    /// An entry of a known protocol, or of none that can be told, was left out, or one that is there twice, or octets
    /// that follow the SET.
    bool has_malformed_entry = false;
    /// One of them is of chip authentication, or may be.
    bool has_malformed_chip_authentication = false;

    /// Parses an encoded SET OF SecurityInfo, each entry by itself. Skips entries of unknown protocols and versions,
    /// and PACE entries with unknown parameters. `malformed` if it does not begin with a SET, `limit_exceeded`.
    static Result<SecurityInfos> parse(ByteView encoded);
};

}  // namespace fivestar::crypto
