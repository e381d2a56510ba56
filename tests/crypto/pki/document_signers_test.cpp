// SPDX-License-Identifier: Apache-2.0
// Certificates that are found by what a document says of its signer. The certificates and signed data are openssl's.
#include "crypto/pki/document_signers.hpp"

#include "tests/support/vector_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

Certificate certificate(const std::string& name) {
    return Certificate::parse(test::read_vector_bytes("pki/signer/" + name + ".der")).value();
}

SignerIdentifier identifier_in(const std::string& data) {
    return SignedData::parse(test::read_vector_bytes("pki/sod/" + data + ".der")).value().signers.at(0).identifier;
}

TEST(DocumentSigners, AreFoundByIssuerAndSerialNumber) {
    DocumentSigners signers;
    for (const char* name : {"ds_rsa", "ds_p256", "ds_revoked", "ds_p256"}) EXPECT_TRUE(signers.add(certificate(name)));
    const auto found = signers.named_by(identifier_in("no_certificate"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(copy(found[0].der), copy(certificate("ds_p256").der));
}

TEST(DocumentSigners, AreFoundByKeyIdentifier) {
    DocumentSigners signers;
    EXPECT_TRUE(signers.named_by(identifier_in("key_identifier")).empty());
    for (const char* name : {"ds_rsa", "ds_p256"}) EXPECT_TRUE(signers.add(certificate(name)));
    const auto found = signers.named_by(identifier_in("key_identifier"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(copy(found[0].der), copy(certificate("ds_p256").der));
}

/// ds_bare has no such extension: the identifier is computed from its key, as openssl did for the document.
TEST(DocumentSigners, AreFoundByAKeyIdentifierThatTheirKeyHas) {
    DocumentSigners signers;
    for (const char* name : {"ds_p256", "ds_bare"}) EXPECT_TRUE(signers.add(certificate(name)));
    const auto found = signers.named_by(identifier_in("key_identifier_computed"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(copy(found[0].der), copy(certificate("ds_bare").der));
}

TEST(DocumentSigners, AreNoMoreThanThereIsRoomFor) {
    DocumentSigners signers;
    Bytes octets;
    Certificate another = certificate("ds_p256");
    for (std::size_t number = 0; number < max_document_signers; ++number) {
        octets = {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
        another.der = octets;
        another.serial = another.der;
        ASSERT_TRUE(signers.add(another)) << number;
    }
    EXPECT_FALSE(signers.add(certificate("ds_rsa")));
    EXPECT_TRUE(signers.add(another)) << "it is there already";
}

}  // namespace
}  // namespace fivestar::crypto
