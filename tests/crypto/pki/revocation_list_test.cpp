// SPDX-License-Identifier: Apache-2.0
// Revocation lists that openssl made, changed and cut off.
#include "crypto/pki/revocation_list.hpp"

#include "tests/crypto/pki/pki.hpp"

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_certificate;

TEST(RevocationList, IsNotTakenFromAPartialOne) {
    EXPECT_EQ(RevocationList::parse(test::pki_file("crl/csca_rsa_partial.der")).error().code, ErrorCode::unsupported);
}

TEST(RevocationList, WithAnyBitFlippedIsRefused) {
    const Bytes good = test::pki_file("crl/csca_rsa.der");
    const PublicKey issuer = pki_certificate("csca/csca_rsa").public_key().value();
    ASSERT_TRUE(RevocationList::parse(good)->verify_signed_by(issuer));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes changed = good;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const auto list = RevocationList::parse(changed);
        EXPECT_FALSE(list && list->verify_signed_by(issuer)) << bit;
    }
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(RevocationList::parse(ByteView{good}.first(size))) << size;
    }
}

}  // namespace
}  // namespace fivestar::crypto
