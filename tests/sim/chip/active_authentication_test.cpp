// SPDX-License-Identifier: Apache-2.0
// Active authentication with every key and hash function of ICAO Doc 9303-11 §6.1: the simulated chip signs, the
// terminal's code verifies. docs/CHIP_SECURITY.md lists each combination.
#include "identity/verification/active_authentication.hpp"

#include "apdu/internal_authenticate.hpp"
#include "crypto/groups/modulus.hpp"
#include "crypto/keys/iso9796.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"
#include "tests/sim/chip/chip_combinations.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using crypto::DigestAlgorithm;
using crypto::KeyPair;
using crypto::PublicKey;
using identity::verify_active_authentication;
using test::ActiveAuthenticationCombination;

constexpr apdu::ActiveAuthenticationChallenge challenge{0xF1, 0x73, 0x58, 0x99, 0x74, 0xBF, 0x40, 0xC6};
constexpr apdu::ActiveAuthenticationChallenge another_challenge{0xF1, 0x73, 0x58, 0x99, 0x74, 0xBF, 0x40, 0xC7};
constexpr std::size_t short_answer = 256;

class ActiveAuthenticationMatrix : public testing::TestWithParam<ActiveAuthenticationCombination> {
  protected:
    /// RSA keys are read from files, because generating large ones takes seconds.
    static KeyPair key_pair() {
        const auto& curve = GetParam().curve;
        if (curve) return KeyPair::generate_ec(*curve).value();
        return KeyPair::from_pkcs8_der(
                   test::read_vector_bytes("pki/key_pair/active_rsa_" + std::to_string(GetParam().rsa_bits) + ".der"))
            .value();
    }
    /// Another key of the same kind and size.
    [[nodiscard]] PublicKey another_key() const {
        if (!rsa()) return PublicKey::parse(key_pair().spki_der()).value();
        Bytes info = pair_.spki_der();
        info[info.size() / 2] ^= 0x01U;  // in the middle of the modulus
        return PublicKey::parse(info).value();
    }

    /// The signature of a chip with this key.
    Bytes signature(ActiveAuthenticationKey key) {
        Card card{.extended_length = true};
        card.security.active_authentication = std::move(key);
        Chip chip{std::move(card), {}, random_};
        ChipChannel channel{chip};
        const std::size_t size = rsa() ? GetParam().rsa_bits / 8 : 2 * order_size();
        return apdu::internal_authenticate(
                   channel, challenge, {.octets = size, .exact = rsa(), .room = short_answer, .extended_length = true})
            .value();
    }

    [[nodiscard]] static bool rsa() { return !GetParam().curve; }
    [[nodiscard]] std::size_t order_size() const { return pair_.ec_private_scalar().value().size(); }
    [[nodiscard]] bool verifies(ByteView given, ByteView signed_challenge = challenge) const {
        return verify_active_authentication(public_, announced_, signed_challenge, given).has_value();
    }

    void verifies_what_the_chip_signed(const Bytes& given);
    void refuses_everything_else(const Bytes& given);
    void recovers_a_part_alone();
    void takes_either_trailer_of_sha1();
    void trusts_no_other_hash();

    SystemRandom random_;
    const KeyPair pair_ = key_pair();
    const PublicKey public_ = PublicKey::parse(pair_.spki_der()).value();
    const DigestAlgorithm digest_ = GetParam().digest;
    const std::optional<DigestAlgorithm> announced_ = rsa() ? std::nullopt : std::optional{digest_};
};

void ActiveAuthenticationMatrix::verifies_what_the_chip_signed(const Bytes& given) {
    EXPECT_EQ(verify_active_authentication(public_, announced_, challenge, given), digest_);
    EXPECT_EQ(verify_active_authentication(public_, {}, challenge, given), digest_);
}

void ActiveAuthenticationMatrix::refuses_everything_else(const Bytes& given) {
    EXPECT_FALSE(verifies(given, another_challenge));
    for (const std::size_t at : {std::size_t{0}, given.size() / 2, given.size() - 1}) {
        Bytes damaged = given;
        damaged[at] ^= 0x01U;
        EXPECT_FALSE(verifies(damaged)) << at;
    }
    EXPECT_FALSE(verifies(ByteView{given}.first(given.size() - 1)));
    Bytes longer = given;
    longer.push_back(0);
    EXPECT_FALSE(verifies(longer));
    EXPECT_FALSE(verifies({}));
    EXPECT_FALSE(verifies(Bytes(given.size())));
    EXPECT_FALSE(verifies(Bytes(given.size(), 0xFF)));
    EXPECT_FALSE(verify_active_authentication(another_key(), announced_, challenge, given).has_value());
}

/// `6A
/// M1
/// H
/// trailer`. The challenge is the part of the message that is not recovered.
void ActiveAuthenticationMatrix::recovers_a_part_alone() {
    const Bytes given = signature({pair_, digest_});
    Bytes representative = public_.rsa_public_operation(given).value();
    const auto message = crypto::parse_message_representative(representative).value();
    const std::size_t trailer = digest_ == DigestAlgorithm::sha1 ? 1 : 2;
    EXPECT_EQ(message.recovered.size(), given.size() - 1 - crypto::digest_size(digest_) - trailer);
    EXPECT_EQ(crypto::digest(digest_, {message.recovered, challenge}), message.hash);
    // A right signature of another header (of total recovery) or another trailer.
    Bytes other_header = representative;
    other_header[0] = 0x4A;
    EXPECT_FALSE(verifies(pair_.rsa_private_operation(other_header).value()));
    Bytes other_trailer = representative;
    other_trailer[other_trailer.size() - 1] = 0xAC;
    EXPECT_FALSE(verifies(pair_.rsa_private_operation(other_trailer).value()));
    // A signature of a message without the challenge.
    const Bytes hash = crypto::digest(digest_, message.recovered);
    std::ranges::copy(hash, representative.end() - static_cast<std::ptrdiff_t>(hash.size() + trailer));
    EXPECT_FALSE(verifies(pair_.rsa_private_operation(representative).value()));
}

/// The simulated chip ends SHA-1 with trailer BC, as the standard requires. Some chips use the explicit 33CC.
void ActiveAuthenticationMatrix::takes_either_trailer_of_sha1() {
    const Bytes recovered(GetParam().rsa_bits / 8 - 1 - crypto::digest_size(digest_) - 2, 0x5C);
    Bytes representative{0x6A};
    append(representative, recovered);
    append(representative, crypto::digest(digest_, {recovered, challenge}));
    append(representative, Bytes{0x33, 0xCC});
    verifies_what_the_chip_signed(pair_.rsa_private_operation(representative).value());
    representative[representative.size() - 2] = 0x34;  // SHA-256's
    EXPECT_FALSE(verifies(pair_.rsa_private_operation(representative).value()));
}

/// If DG14 announces a hash function, signatures with other hash functions are refused.
void ActiveAuthenticationMatrix::trusts_no_other_hash() {
    const Bytes given = signature({pair_, digest_});
    for (const auto other :
         {DigestAlgorithm::sha224, DigestAlgorithm::sha256, DigestAlgorithm::sha384, DigestAlgorithm::sha512}) {
        if (other == digest_) continue;
        EXPECT_FALSE(verify_active_authentication(public_, other, challenge, given).has_value());
    }
    Bytes swapped = given;
    std::ranges::rotate(swapped, swapped.begin() + static_cast<std::ptrdiff_t>(order_size()));
    EXPECT_FALSE(verifies(swapped));
}

TEST_P(ActiveAuthenticationMatrix, Verifies) {
    for (const auto& key : rsa() ? std::array{ActiveAuthenticationKey{pair_, digest_, RsaSignature::whole},
                                              ActiveAuthenticationKey{pair_, digest_, RsaSignature::smaller}}
                                 : std::array{ActiveAuthenticationKey{pair_, digest_, {}, EcdsaSignature::plain},
                                              ActiveAuthenticationKey{pair_, digest_, {}, EcdsaSignature::der}}) {
        const Bytes given = signature(key);
        verifies_what_the_chip_signed(given);
        refuses_everything_else(given);
    }
    if (!rsa()) return trusts_no_other_hash();
    recovers_a_part_alone();
    if (digest_ == DigestAlgorithm::sha1) takes_either_trailer_of_sha1();
}

INSTANTIATE_TEST_SUITE_P(Doc9303, ActiveAuthenticationMatrix,
                         testing::ValuesIn(test::active_authentication_combinations()),
                         [](const auto& combination) { return combination.param.name; });

}  // namespace
}  // namespace fivestar::sim
