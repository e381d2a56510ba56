// SPDX-License-Identifier: Apache-2.0
// Which hash functions count, and what is no signature. Every kind of key and signature is tried in
// tests/sim/chip/active_authentication_test.cpp; here, what the openssl command line signed.
#include "identity/verification/active_authentication.hpp"

#include "crypto/keys/key_pair.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

using crypto::DigestAlgorithm;
using test::hex;

/// `printf SPECIMEN | openssl dgst -HASH -sign tests/vectors/pki/key_pair/ds_p256.pem`
struct Signed {
    DigestAlgorithm digest;
    const char* der;
};
const Signed by_openssl[] = {
    {DigestAlgorithm::sha1,
     "3045022100A46CD8FF2D3786E548D41FF9163DA39880E422FD2FE03E693A936EAD6820FFA0022008"
     "39290ACF75FC7905421DBAD2FBD27FDBF38F9A7BE14DBCF96D4649B77BF160"},
    {DigestAlgorithm::sha224,
     "304502203C6D9C1CEC52DB56518E29103CEB094150BABE8751E5C55DA5374A0526535D5D022100E6"
     "20AD0CB24971E4EA849C4D354472E19CF67E05AA5AC98750B9DE80974B95A2"},
    {DigestAlgorithm::sha256,
     "3045022100E600DC721A356D7BD898CB507BAB471FB9A6C05F82B27C94B253EBA0C480E2D8022016"
     "92E147BE0B7D761B716F42028215D979099B418BF3AA3010E12CA724A8220D"},
    {DigestAlgorithm::sha384,
     "30450220025277DB26217F4409B2B5C623DE394198B3C4A9BE488ED4F97CF85773E09EB6022100C9"
     "344DA74E2F8376BE3E71B7CF37F65E73262152DA19C20CF1560694EE562CB9"},
    {DigestAlgorithm::sha512,
     "3046022100A061DDE4C4940A4EE16B5BFE8D751F8B30F776E673A091240C2EA5A4FDE31492022100"
     "CCE68AFE5DE26E4385F6E1D2155A31FFE6E23C90A1A1A3B71318D6ECA36B9146"},
};

class ActiveAuthentication : public testing::Test {
  protected:
    static crypto::PublicKey key(const char* name) {
        const Bytes file = test::read_vector_bytes(std::string{"pki/key_pair/"} + name + ".der");
        return crypto::PublicKey::parse(crypto::KeyPair::from_pkcs8_der(file).value().spki_der()).value();
    }

    const ByteView challenge_ = as_bytes("SPECIMEN");  // 8 octets
    const crypto::PublicKey curve_ = key("ds_p256");
    const crypto::PublicKey rsa_ = key("active_rsa_1024");
};

TEST_F(ActiveAuthentication, TriesEveryHashWhereNoneIsAnnounced) {
    for (const Signed& one : by_openssl) {
        EXPECT_EQ(verify_active_authentication(curve_, {}, challenge_, hex(one.der)), one.digest);
    }
}

TEST_F(ActiveAuthentication, TriesTheAnnouncedHashAlone) {
    for (const Signed& one : by_openssl) {
        for (const Signed& announced : by_openssl) {
            const auto verified = verify_active_authentication(curve_, announced.digest, challenge_, hex(one.der));
            if (announced.digest == one.digest) {
                EXPECT_EQ(verified, one.digest);
            } else {
                EXPECT_EQ(verified, fail(ErrorCode::signature_mismatch));
            }
        }
    }
}

TEST_F(ActiveAuthentication, RefusesWhatIsNoSignature) {
    for (const crypto::PublicKey& one : {curve_, rsa_}) {
        for (const Bytes& nothing : {Bytes{}, Bytes{0}, Bytes(64), Bytes(128), Bytes(128, 0xFF), Bytes(5000, 0x30)}) {
            EXPECT_EQ(verify_active_authentication(one, {}, challenge_, nothing), fail(ErrorCode::signature_mismatch))
                << nothing.size();
        }
    }
    // A signature of the other kind of key.
    EXPECT_EQ(verify_active_authentication(rsa_, {}, challenge_, hex(by_openssl[0].der)),
              fail(ErrorCode::signature_mismatch));
}

}  // namespace
}  // namespace fivestar::identity
