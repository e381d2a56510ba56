// SPDX-License-Identifier: Apache-2.0
// Password Authenticated Connection Establishment (PACE), terminal side (ICAO Doc 9303-11 §4.4; BSI TR-03110-3 §A.3).
#pragma once

#include "apdu/channel.hpp"
#include "apdu/secure_messaging.hpp"
#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/random.hpp"

#include <functional>
#include <optional>
#include <span>

namespace fivestar::apdu {

/// The kinds of password (§4.4; PIN and PUK: BSI TR-03110-3 §A.1.1), with their values in MSE:Set AT.
enum class PasswordKind : std::uint8_t { mrz = 1, can = 2, pin = 3, puk = 4 };

class PacePassword {
  public:
    /// Makes the password from MRZ_information (document number, birth and expiry, each with its check digit): its
    /// SHA-1.
    [[nodiscard]] static PacePassword mrz(ByteView mrz_information);
    /// Makes the password from its digits (ISO 8859-1), as printed (CAN) or remembered (PIN, PUK).
    [[nodiscard]] static PacePassword digits(PasswordKind kind, ByteView digits);

    [[nodiscard]] PasswordKind kind() const { return kind_; }
    /// Derives K_pi, the key that the chip encrypts its nonce with.
    [[nodiscard]] SecretBytes key(crypto::BlockCipher cipher) const;

  private:
    PacePassword(PasswordKind kind, SecretBytes encoded) : kind_(kind), encoded_(std::move(encoded)) {}
    PasswordKind kind_;
    SecretBytes encoded_;
};

/// The chip authentication data of PACE with the chip authentication mapping. It is verified after EF.CardSecurity,
/// which holds the chip's key (§4.4.3.5).
struct ChipAuthenticationData {
    SecretBytes data;      ///< CA_IC, decrypted
    Bytes mapping_key;     ///< PK_Map,IC
    std::uint32_t key_id;  ///< names the chip's key in EF.CardSecurity
};

struct PaceResult {
    SessionKeys keys;
    std::optional<ChipAuthenticationData> chip_authentication = {};  ///< only with the chip authentication mapping
};

/// Returns the preferred offer, or null if there is none: the chip authentication mapping first, since it also proves
/// that the chip is genuine, then generic, then integrated; AES before 3DES; the longer key; the curve before the
/// subgroup.
[[nodiscard]] const crypto::PaceInfo* best_pace_info(std::span<const crypto::PaceInfo> offers);

struct PaceOptions {
    /// Adds DO'84' to MSE:Set AT, which is required where the chip has several sets of domain parameters (§4.4.4.1).
    bool name_parameters = false;
    /// Called once, before the nonce is requested, if the chip reports earlier failures of the password (63Cx): its
    /// answers may then be delayed.
    std::function<void()> on_slow_mode = {};
};

/// Tells whether the offers differ in their domain parameters.
[[nodiscard]] bool parameters_are_ambiguous(std::span<const crypto::PaceInfo> offers);

/// Runs MSE:Set AT and four GENERAL AUTHENTICATE with one password, tried once.
///
/// Errors, with the `step` and the chip's `sw`: `access_denied` where the password is wrong or blocked (63Cx: x tries
/// left; 0 where the chip's token does not match); `unsupported` where the chip refuses the protocol or the kind of
/// password in MSE:Set AT; `invalid_key` for a public value that is not in the group or equals our own; `malformed` for
/// dynamic authentication data of another form; `unexpected_status`; those of `channel`.
Result<PaceResult> pace(Channel& channel, const crypto::PaceInfo& info, const PacePassword& password, Random& random,
                        const PaceOptions& options = {});

/// Tells whether the chip authentication data was made with the chip's static key (§4.4.3.5.2). `public_key` is the
/// SubjectPublicKeyInfo of a ChipAuthenticationKey that passed passive authentication. Errors: those of
/// `crypto::parse_agreement_key`.
[[nodiscard]] Result<bool> verify_chip_authentication_data(const ChipAuthenticationData& given, ByteView public_key);

}  // namespace fivestar::apdu
