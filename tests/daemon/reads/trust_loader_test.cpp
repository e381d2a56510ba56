// SPDX-License-Identifier: Apache-2.0
// Trust is loaded in the background, and replaced as a whole.
#include "daemon/reads/trust_loader.hpp"

#include "daemon/api/health_route.hpp"
#include "tests/daemon/reads/trust_fixture.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

namespace fs = std::filesystem;

class TrustLoaderTest : public test::TrustFixture {
  protected:
    [[nodiscard]] TrustLoader::Settings settings() const {
        return {.directories = configuration_.trust, .profiles = configuration_.profiles, .policy = {}};
    }
    template <class Condition>
    static std::shared_ptr<const TrustInUse> wait_for(const TrustLoader& loader, Condition condition) {
        return TrustFixture::wait_for([&] { return loader.current(); }, condition);
    }
};

HealthReport report_of(const TrustLoader& loader) {
    HealthReport report;
    describe_trust(*loader.current(), report);
    return report;
}

TEST_F(TrustLoaderTest, TrustsNothingBeforeTheFirstLoad) {
    const TrustLoader loader{clock_, log_};
    EXPECT_TRUE(loader.loaded()->passports.store->anchors().empty());
    EXPECT_TRUE(loader.current()->loading);
}

TEST_F(TrustLoaderTest, TheFirstReadWaitsForTheWholeStore) {
    for (int number = 0; number < 50; ++number) put("csca/link" + std::to_string(number), "csca/csca_pss.der");
    TrustLoader loader{clock_, log_};
    loader.load(settings());
    EXPECT_EQ(loader.loaded()->passports.store->anchors().size(), 2U);
    const HealthReport report = report_of(loader);
    EXPECT_FALSE(loader.current()->loading);
    EXPECT_EQ(report.trust_anchors, 2U);
}

TEST_F(TrustLoaderTest, KeepsItsTrustIfADirectoryIsGone) {
    TrustLoader loader{clock_, log_};
    loader.load(settings());
    EXPECT_EQ(loader.loaded()->passports.store->anchors().size(), 1U);
    fs::rename(root_ / "csca", root_ / "elsewhere");
    loader.load(settings());
    const auto trust = wait_for(loader, [](const TrustInUse& now) { return now.unreadable; });
    EXPECT_EQ(trust->passports.anchors, 1U);
    EXPECT_TRUE(loader.current()->unreadable);
}

TEST_F(TrustLoaderTest, ReportsNoLoadBeforeADirectoryWasRead) {
    fs::rename(root_ / "csca", root_ / "elsewhere");
    TrustLoader loader{clock_, log_};
    loader.load(settings());
    wait_for(loader, [](const TrustInUse& now) { return now.unreadable; });
    HealthReport report = report_of(loader);
    EXPECT_FALSE(loader.current()->loading);
    EXPECT_EQ(report.trust_loaded_at, std::nullopt);
    fs::rename(root_ / "elsewhere", root_ / "csca");
    loader.load(settings());
    wait_for(loader, [](const TrustInUse& now) { return !now.unreadable && !now.loading; });
    report = report_of(loader);
    EXPECT_NE(report.trust_loaded_at, std::nullopt);
}

TEST_F(TrustLoaderTest, AcceptsARevocationListThatEitherProfileNeeds) {
    configuration_.profiles.five_star_lds = true;
    put("lds/anchor.der", "csca/csca_sm2.der");
    put("crl/passports.crl", "crl/csca_rsa.der");
    put("crl/lds.crl", "crl/csca_sm2.der");
    put("crl/nobody.crl", "crl/csca_unknown.der");
    TrustLoader loader{clock_, log_};
    loader.load(settings());
    const auto loaded = loader.loaded();
    EXPECT_EQ(loaded->passports.store->revocation_lists().size(), 1U);
    EXPECT_EQ(loaded->lds_profile.store->revocation_lists().size(), 1U);
    const auto trust = loader.current();
    const std::vector<crypto::SkippedFile> nobody{{"nobody.crl", std::nullopt, Reason::issuer_unknown}};
    EXPECT_EQ(trust->passports.skipped, nobody);
    EXPECT_TRUE(trust->lds_profile.skipped.empty());
    HealthReport report = report_of(loader);
    EXPECT_EQ(report.trust_skipped, 0U);
    EXPECT_EQ(report.lists_of_unknown_issuers, 1U);
}

TEST_F(TrustLoaderTest, ReportsUnusableKeysAfterLoading) {
    Bytes other = test::read_vector_bytes("pki/csca/csca_sm2.der");
    const Bytes curve = {0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D};
    const auto at = std::ranges::search(other, curve);
    ASSERT_FALSE(at.empty());
    at.back() ^= 1U;
    std::ofstream{root_ / "csca/other.der", std::ios::binary} << as_text(other);
    TrustLoader loader{clock_, log_};
    loader.load(settings());
    const auto trust = wait_for(loader, [](const TrustInUse& now) { return !now.passports.skipped.empty(); });
    EXPECT_EQ(trust->passports.skipped[0], (crypto::SkippedFile{"other.der", std::nullopt, Reason::unsupported_key}));
    EXPECT_EQ(trust->passports.anchors, 1U);
}

/// Both profiles share the store of one directory, so that its anchors are not loaded twice.
TEST_F(TrustLoaderTest, LoadsADirectoryOfBothProfilesOnce) {
    fs::create_directory_symlink(root_ / "csca", root_ / "link");
    configuration_.profiles = {.five_star_lds = true, .five_star_lds_trust = root_ / "link"};
    put("csca/no-certificate", "sod/ecdsa_sha256.der");
    put("crl/nobody.crl", "crl/csca_unknown.der");
    TrustLoader loader{clock_, log_};
    loader.load(settings());
    const auto loaded = loader.loaded();
    EXPECT_EQ(loaded->passports.store, loaded->lds_profile.store);
    EXPECT_EQ(loaded->passports.store->anchors().size(), 1U);
    const auto trust = loader.current();
    EXPECT_EQ(trust->lds_profile.anchors, 1U);
    EXPECT_EQ(trust->passports.skipped.size(), 2U);
    EXPECT_TRUE(trust->lds_profile.skipped.empty()) << "each file is reported once";
}

}  // namespace
}  // namespace fivestar::daemon
