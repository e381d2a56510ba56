// SPDX-License-Identifier: Apache-2.0
// openssl verifies EF.SOD and finds the hashes in it.
#include "sim/documents/security_object.hpp"

#include "crypto/base/text.hpp"
#include "sim/data_file.hpp"
#include "tests/sim/pki/written_pki.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST_F(Pki, SecurityObjectsVerify) {
    expect_success(passport_pem);
    sign("passport");
    expect_success(verify_passport, "CMS Verification successful");
    expect_success("cms -cmsout -print -inform DER -in sod.cms -noout", "rsassaPss");
    sign("contact");
    expect_success(verify_contact, "CMS Verification successful");
    expect_success("cms -cmsout -print -inform DER -in sod.cms -noout", "subjectKeyIdentifier");
}

TEST_F(Pki, SecurityObjectsContainTheHashes) {
    sign("contact");
    expect_success(verify_contact);
    const Bytes content = read_data_file(file("content")).value();
    // LDSSecurityObject of Doc 9303-10 §4.6.2.3, version 0, SHA-384; the hashes are those of `openssl dgst`.
    std::string expected = "3081BA020100300D060960864801650304020205003081A5";
    for (const auto& [number, octets] : groups) {
        ASSERT_TRUE(write_data_file(file("group"), octets).has_value());
        expect_success("dgst -sha384 -binary -out hash group");
        expected += "30350201" + to_hex(Bytes{static_cast<std::uint8_t>(number)}) + "0430" +
                    to_hex(read_data_file(file("hash")).value());
    }
    EXPECT_EQ(to_hex(content), expected);
}

}  // namespace
}  // namespace fivestar::sim
