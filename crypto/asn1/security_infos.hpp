// SecurityInfos (ICAO Doc 9303-11 §9.2): what a chip says of its protocols in EF.CardAccess, DG14 and EF.CardSecurity.
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

/// Most entries that are read; real chips have a dozen.
inline constexpr std::size_t max_security_infos = 64;

enum class AgreementKind : std::uint8_t { dh, ecdh };
enum class PaceMapping : std::uint8_t { generic, integrated, chip_authentication };

/// A way of doing PACE, on domain parameters that are known to be secure (§9.2.2).
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
    std::uint32_t version;  ///< 1, in documents with an eID application also 2 and 3
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
    /// Of the ECDSA signatures of active authentication; nullopt if not named or not supported.
    std::optional<DigestAlgorithm> active_authentication_digest;
    /// Every entry about PACE as it is encoded, also of protocols and parameters that are not supported; sorted. What a
    /// downgrade would have changed.
    std::vector<Bytes> pace_entries;

    /// From an encoded SET OF SecurityInfo. Entries of unknown protocols and versions are skipped, so are PACE entries
    /// whose parameters are none we know. `malformed`, `trailing_bytes`, `limit_exceeded`.
    static Result<SecurityInfos> parse(ByteView encoded);
};

}  // namespace fivestar::crypto
