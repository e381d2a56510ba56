// PACE, seen from the card (ICAO Doc 9303-11 §4.4): MSE:Set AT, then four steps of GENERAL AUTHENTICATE.
#pragma once

#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "sim/chip/agreement_group.hpp"
#include "sim/chip/password_counter.hpp"
#include "sim/chip/quirks.hpp"
#include "sim/chip/reply.hpp"
#include "sim/chip/security_protocol.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::sim {

/// One line of EF.CardAccess.
struct PaceOffer {
    Mapping mapping = Mapping::generic;
    crypto::BlockCipher cipher = crypto::BlockCipher::aes_128;
    std::uint8_t parameter = 13;  ///< number of the standardised domain parameters
};

/// How MSE:Set AT names a password (§4.4.4.1, BSI TR-03110-3 §B.11.1).
namespace password_reference {
inline constexpr std::uint8_t mrz = 1;
inline constexpr std::uint8_t can = 2;
inline constexpr std::uint8_t pin = 3;
inline constexpr std::uint8_t puk = 4;
}  // namespace password_reference

/// What a chip that speaks PACE holds.
struct PaceAccess {
    std::vector<PaceOffer> offers = {};
    std::map<std::uint8_t, SecretBytes> passwords = {};  ///< encoded (§9.7.3), by reference
    SecretBytes mapping_key = {};  ///< static private key of chip authentication mapping; empty without that
};

/// The encoding of a password that is the MRZ: SHA-1 of MRZ_information.
[[nodiscard]] SecretBytes encode_mrz_password(std::string_view mrz_information);

class Pace {
  public:
    /// Both outlive the object.
    Pace(const PaceAccess& access, const Quirks& quirks) : access_(access), quirks_(quirks), counter_(quirks) {}

    /// Ends the protocol where it stands. What the chip knows of wrong passwords stays.
    void abandon() { run_.reset(); }

    /// The data of MSE:Set AT.
    Reply select(ByteView data);
    /// Whether a protocol is under way.
    [[nodiscard]] bool running() const { return run_.has_value(); }
    /// The data of GENERAL AUTHENTICATE; the last step's answer brings a new session.
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
