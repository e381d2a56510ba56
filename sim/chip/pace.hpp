// SPDX-License-Identifier: Apache-2.0
// PACE on the card's side (ICAO Doc 9303-11 §4.4): MSE:Set AT, then four steps of GENERAL AUTHENTICATE.
#pragma once

#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "sim/chip/agreement_group.hpp"
#include "sim/chip/quirks.hpp"
#include "sim/chip/reply.hpp"
#include "sim/chip/security_protocol.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::sim {

/// One PACEInfo of EF.CardAccess.
struct PaceOffer {
    Mapping mapping = Mapping::generic;
    crypto::BlockCipher cipher = crypto::BlockCipher::aes_128;
    std::uint8_t parameter = 13;  ///< number of the standardised domain parameters
};

/// Password references in MSE:Set AT (§4.4.4.1, BSI TR-03110-3 §B.11.1).
namespace password_reference {
inline constexpr std::uint8_t mrz = 1;
inline constexpr std::uint8_t can = 2;
inline constexpr std::uint8_t pin = 3;
inline constexpr std::uint8_t puk = 4;
}  // namespace password_reference

/// The PACE data of a chip.
struct PaceAccess {
    std::vector<PaceOffer> offers = {};
    std::map<std::uint8_t, SecretBytes> passwords = {};  ///< encoded (§9.7.3), by reference
    SecretBytes mapping_key = {};  ///< static private key for chip authentication mapping; else empty
};

/// Encodes the MRZ as a password: SHA-1 of MRZ_information.
[[nodiscard]] SecretBytes encode_mrz_password(std::string_view mrz_information);

/// Reaction to wrong passwords: counting, blocking, slow mode. The counter survives resets.
class PasswordCounter {
  public:
    /// `quirks` must outlive the counter.
    explicit PasswordCounter(const Quirks& quirks) : quirks_(quirks) {}

    /// The response to MSE:Set AT: 9000, or 63Cx after wrong passwords, or 6983 if no try is left.
    [[nodiscard]] apdu::StatusWord chosen() const;
    [[nodiscard]] bool blocked() const { return quirks_.password_tries && left() == 0; }
    void right() { wrong_ = 0; }
    /// The response to a wrong password: 6300, or 63Cx if tries are counted.
    apdu::StatusWord wrong();
    /// The current delay of a step.
    [[nodiscard]] std::chrono::milliseconds delay() const;

  private:
    [[nodiscard]] std::uint32_t left() const;

    const Quirks& quirks_;
    std::uint32_t wrong_ = 0;
};

class Pace {
  public:
    /// Both must outlive the object.
    Pace(const PaceAccess& access, const Quirks& quirks) : access_(access), quirks_(quirks), counter_(quirks) {}

    /// Aborts the current run. The counter of wrong passwords stays.
    void abandon() { run_.reset(); }

    /// Takes the data of MSE:Set AT.
    Reply select(ByteView data);
    /// `running()` is true between MSE:Set AT and the last step.
    [[nodiscard]] bool running() const { return run_.has_value(); }
    /// Takes the data of GENERAL AUTHENTICATE. The reply to the last step carries a new session.
    Reply step(ByteView data, Random& random);

  private:
    enum class Step : std::uint8_t { nonce, map, agree, authenticate };
    struct Run {
        PaceOffer offer;
        AgreementGroup group;
        std::uint8_t password;
        Step next = Step::nonce;
        SecretBytes nonce = {};
        SecretBytes mapping_private = {};
        Bytes generator = {};
        Bytes own_public = {};
        Bytes terminal_public = {};
        SecretBytes shared = {};
    };

    Reply proceed(Run& run, ByteView data, Random& random);
    Reply give_nonce(Run& run, Random& random);
    Reply map(Run& run, ByteView terminal_data, Random& random);
    Reply agree(Run& run, ByteView terminal_public, Random& random);
    Reply authenticate(const Run& run, ByteView token);
    [[nodiscard]] Result<Bytes> encrypted_chip_data(const Run& run, const SessionKeys& keys) const;

    const PaceAccess& access_;
    const Quirks& quirks_;
    PasswordCounter counter_;
    std::optional<Run> run_;
};

}  // namespace fivestar::sim
