// SPDX-License-Identifier: Apache-2.0
// The test PKI written to a directory, for the openssl command line.
#pragma once

#include "crypto/tlv/cursor.hpp"
#include "sim/data_file.hpp"
#include "sim/pki/pki.hpp"
#include "tests/sim/command_line.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::sim {

inline const std::filesystem::path pki_data = test::source_directory() / "sim";

class Pki : public testing::Test {
  protected:
    Pki() : pki_(TestPki::load(pki_data).value()) { EXPECT_TRUE(pki_.write(directory_.path()).has_value()); }

    [[nodiscard]] std::string file(std::string_view name) const { return (directory_.path() / name).string(); }

    /// Runs `openssl ARGUMENTS` in the directory.
    [[nodiscard]] test::CommandOutcome openssl(const std::string& arguments) const {
        return test::run_command("cd " + directory_.path().string() + " && openssl " + arguments);
    }
    void expect_success(const std::string& arguments, const char* says = "") const {
        const auto outcome = openssl(arguments);
        EXPECT_EQ(outcome.exit_code, 0) << arguments << '\n' << outcome.output;
        EXPECT_NE(outcome.output.find(says), std::string::npos) << arguments << '\n' << outcome.output;
    }
    void expect_failure(const std::string& arguments, const char* says) const {
        const auto outcome = openssl(arguments);
        EXPECT_NE(outcome.exit_code, 0) << arguments << '\n' << outcome.output;
        EXPECT_NE(outcome.output.find(says), std::string::npos) << arguments << '\n' << outcome.output;
    }

    /// Writes the CMS of an EF.SOD over `groups` to sod.cms.
    void sign(std::string_view chain, SignerKind signer = SignerKind::good) const {
        const Bytes file_octets = pki_.sign_security_object(chain, signer, groups).value();
        const auto cms = tlv::Cursor{file_octets, tlv::Rules::der}.expect(0x77).value();
        EXPECT_EQ(cms.whole.size(), file_octets.size());
        ASSERT_TRUE(write_data_file(file("sod.cms"), cms.value).has_value());
    }

    const std::map<unsigned, Bytes> groups{{1, {0x61, 0x00}}, {2, {0x75, 0x00}}, {13, {0x6D, 0x00}}};
    test::TemporaryDirectory directory_;
    TestPki pki_;
};

inline constexpr const char* verify_contact =
    "cms -verify -inform DER -in sod.cms -CAfile csca/contact.pem -purpose any "
    "-out content -signer signer.pem ";
inline constexpr const char* passport_pem = "x509 -inform DER -in csca/passport.cer -out passport.pem";
inline constexpr const char* verify_passport =
    "cms -verify -inform DER -in sod.cms -CAfile passport.pem -purpose any "
    "-out content -signer signer.pem ";

}  // namespace fivestar::sim
