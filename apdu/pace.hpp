// Password Authenticated Connection Establishment, the terminal's side (ICAO Doc 9303-11 §4.4; BSI TR-03110-3 §A.3).
#pragma once

#include "apdu/channel.hpp"
#include "apdu/pace_password.hpp"
#include "apdu/secure_messaging.hpp"
#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/random.hpp"

#include <functional>
#include <optional>
#include <span>

namespace fivestar::apdu {

/// What PACE with the chip authentication mapping leaves to be verified once the chip's key is (§4.4.3.5).
struct ChipAuthenticationData {
    SecretBytes data;      ///< CA_IC, decrypted
    Bytes mapping_key;     ///< PK_Map,IC
    std::uint32_t key_id;  ///< of the key in EF.CardSecurity that it was made with
};

struct PaceResult {
    SessionKeys keys;
    std::optional<ChipAuthenticationData> chip_authentication = {};  ///< only of the chip authentication mapping
};

/// The one that is best: chip authentication mapping before generic before integrated, since it proves the chip at no
/// further cost; AES before 3DES; the longer key; the curve before the subgroup. Null if the chip offers none.
[[nodiscard]] const crypto::PaceInfo* best_pace_info(std::span<const crypto::PaceInfo> offers);

struct PaceOptions {
    /// DO'84' in MSE:Set AT: required where the chip has several sets of domain parameters (§4.4.4.1).
    bool name_parameters = false;
    /// Called once, before the nonce is asked for, if the chip says that the password failed before (63Cx): what
    /// follows may take it long.
    std::function<void()> on_slow_mode = {};
};

/// Whether the offers differ in their domain parameters.
[[nodiscard]] bool parameters_are_ambiguous(std::span<const crypto::PaceInfo> offers);

/// MSE:Set AT and four GENERAL AUTHENTICATE. One password, tried once.
///
/// Errors, with the `step` and the chip's `sw`: `access_denied` where the password is not the chip's, or is blocked
/// (63Cx: x tries left; 0 where the chip's own token does not match); `unsupported` where MSE:Set AT refuses the
/// protocol or the password's kind; `invalid_key` for a public value that is not in the group or is our own again;
/// `malformed` for dynamic authentication data of another form; `unexpected_status`; those of `channel`.
Result<PaceResult> pace(Channel& channel, const crypto::PaceInfo& info, const PacePassword& password, Random& random,
                        const PaceOptions& options = {});

/// Whether the static key made the chip authentication data (§4.4.3.5.2). `public_key` is a ChipAuthenticationKey's
/// SubjectPublicKeyInfo that passive authentication has passed. Errors: those of `crypto::parse_agreement_key`.
[[nodiscard]] Result<bool> verify_chip_authentication_data(const ChipAuthenticationData& given, ByteView public_key);

}  // namespace fivestar::apdu
