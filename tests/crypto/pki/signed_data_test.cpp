// SPDX-License-Identifier: Apache-2.0
// Signed data cut off, and with more in it than anybody signs.
#include "crypto/pki/signed_data.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/crypto/pki/only_report.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/vector_file.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_file;

TEST(SignedData, CutOffAtAnyLengthIsRefused) {
    for (const std::string_view file : {"ecdsa_sha256", "indefinite"}) {
        const Bytes good = pki_file(std::string{"sod/"}.append(file).append(".der"));
        for (std::size_t size = 0; size < good.size(); ++size) {
            EXPECT_FALSE(SignedData::parse(ByteView{good}.first(size))) << file << size;
        }
        Bytes longer = good;
        longer.push_back(0);
        EXPECT_FALSE(SignedData::parse(longer)) << file;
    }
    EXPECT_EQ(SignedData::parse(Bytes(max_signed_data_size + 1)).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(SignedData::parse(test::hex("30 0D 06 09 2A864886F70D010701 A0 00")).error().code,
              ErrorCode::unsupported);
}

/// The signed data of `ecdsa_sha256` with its one certificate and its one signer repeated.
Bytes repeated(std::size_t certificates, std::size_t signers) {
    const Bytes good = pki_file("sod/ecdsa_sha256.der");
    tlv::Cursor outer{good};
    tlv::Cursor info = outer.enter(0x30).value();
    const ByteView type = info.next().value().whole;
    tlv::Cursor fields = info.enter(0xA0).value().enter(0x30).value();
    Bytes head;
    for (int count = 0; count < 3; ++count) append(head, fields.next().value().whole);
    const ByteView certificate = fields.expect(0xA0).value().value;
    const ByteView signer = fields.expect(0x31).value().value;
    tlv::Writer writer;
    writer.add(0x30, [&](tlv::Writer& content_info) {
        content_info.raw(type).add(0xA0, [&](tlv::Writer& content) {
            content.add(0x30, [&](tlv::Writer& body) {
                body.raw(head);
                body.add(0xA0, [&](tlv::Writer& set) {
                    for (std::size_t count = 0; count < certificates; ++count) set.raw(certificate);
                });
                body.add(0x31, [&](tlv::Writer& set) {
                    for (std::size_t count = 0; count < signers; ++count) set.raw(signer);
                });
            });
        });
    });
    return std::move(writer).take();
}

TEST(SignedData, BoundsSignersAndCertificates) {
    const auto most = SignedData::parse(repeated(max_embedded_certificates, max_signers));
    ASSERT_TRUE(most);
    EXPECT_EQ(most->verify().size(), max_signers);
    for (const SignerReport& report : most->verify()) EXPECT_EQ(report.signature, CheckResult::passed());
    EXPECT_EQ(SignedData::parse(repeated(max_embedded_certificates + 1, 1)).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(SignedData::parse(repeated(1, max_signers + 1)).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(SignedData::parse(repeated(1, 0)).error().code, ErrorCode::malformed);
    EXPECT_EQ(only_report(SignedData::parse(repeated(0, 1)).value()).signature,
              CheckResult::not_performed(Reason::signer_certificate_missing));
}

}  // namespace
}  // namespace fivestar::crypto
