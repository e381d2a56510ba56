// Trust that is loaded in the background: whole or not at all, and waited for by the first read alone.
#include "daemon/reads/trust_loader.hpp"

#include "daemon/keys/pseudonym_key.hpp"
#include "tests/daemon/api/collected_log.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

namespace fs = std::filesystem;

class Surroundings : public testing::Test {
  protected:
    Surroundings() {
        std::string pattern = (fs::temp_directory_path() / "fivestar-surroundings-XXXXXX").string();
        root_ = ::mkdtemp(pattern.data());
        for (const char* name : {"csca", "crl", "lds"}) fs::create_directory(root_ / name);
        configuration_.trust = {root_ / "csca", root_ / "crl", root_ / "signers"};
        configuration_.profiles.five_star_lds_trust = root_ / "lds";
        put("csca/a.der", "csca/csca_rsa.der");
    }
    ~Surroundings() override {
        std::error_code ignored;
        fs::remove_all(root_, ignored);
    }

    void put(const std::string& name, std::string_view from) const {
        std::ofstream{root_ / name, std::ios::binary}
            << as_text(test::read_vector_bytes(std::string{"pki/"}.append(from)));
    }

    /// What is trusted once `good` holds of it; fails after a while.
    template <class Condition>
    static std::shared_ptr<const TrustInUse> wait_for(const ReadSurroundings& surroundings, Condition good) {
        for (int tries = 0; tries < 1000; ++tries) {
            auto trust = surroundings.trust();
            if (good(*trust)) return trust;
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        ADD_FAILURE() << "waited in vain";
        return surroundings.trust();
    }

    fs::path root_;
    Configuration configuration_;
    SystemClock clock_;
    test::CollectedLog log_;
};

TEST_F(Surroundings, TrustNobodyBeforeTheyAreLoaded) {
    const ReadSurroundings surroundings{clock_, log_};
    EXPECT_TRUE(surroundings.environment().trust->anchors().empty());
    HealthReport report;
    surroundings.describe(report);
    EXPECT_TRUE(report.trust_loading);
}

TEST_F(Surroundings, LetTheFirstReadWaitForTheWholeStore) {
    for (int number = 0; number < 50; ++number) put("csca/link" + std::to_string(number), "csca/csca_pss.der");
    ReadSurroundings surroundings{clock_, log_};
    surroundings.load(configuration_);
    EXPECT_EQ(surroundings.environment().trust->anchors().size(), 2U);
    HealthReport report;
    surroundings.describe(report);
    EXPECT_FALSE(report.trust_loading);
    EXPECT_EQ(report.trust_anchors, 2U);
}

TEST_F(Surroundings, GiveARunningReadWhatItBeganWith) {
    ReadSurroundings surroundings{clock_, log_};
    surroundings.load(configuration_);
    const ReadEnvironment before = surroundings.environment();
    put("csca/b.der", "csca/csca_pss.der");
    configuration_.policy.refuse_sha1 = true;
    surroundings.load(configuration_);
    wait_for(surroundings, [](const TrustInUse& trust) { return trust.passports.anchors == 2; });
    EXPECT_EQ(before.trust->anchors().size(), 1U);
    EXPECT_FALSE(before.algorithm_policy.refuse_sha1);
    EXPECT_TRUE(surroundings.environment().algorithm_policy.refuse_sha1);
}

TEST_F(Surroundings, KeepWhatWasTrustedWhenADirectoryIsGone) {
    ReadSurroundings surroundings{clock_, log_};
    surroundings.load(configuration_);
    EXPECT_EQ(surroundings.environment().trust->anchors().size(), 1U);
    fs::rename(root_ / "csca", root_ / "elsewhere");
    surroundings.load(configuration_);
    const auto trust = wait_for(surroundings, [](const TrustInUse& now) { return now.unreadable; });
    EXPECT_EQ(trust->passports.anchors, 1U);
    HealthReport report;
    surroundings.describe(report);
    EXPECT_EQ(report.reasons, std::vector<std::string>{"trust_unreadable"});
}

TEST_F(Surroundings, WereNeverLoadedWhereNoDirectoryWasEverRead) {
    fs::rename(root_ / "csca", root_ / "elsewhere");
    ReadSurroundings surroundings{clock_, log_};
    surroundings.load(configuration_);
    wait_for(surroundings, [](const TrustInUse& now) { return now.unreadable; });
    HealthReport report;
    surroundings.describe(report);
    EXPECT_FALSE(report.trust_loading);
    EXPECT_EQ(report.trust_loaded_at, std::nullopt);
    fs::rename(root_ / "elsewhere", root_ / "csca");
    surroundings.load(configuration_);
    wait_for(surroundings, [](const TrustInUse& now) { return !now.unreadable && !now.loading; });
    surroundings.describe(report);
    EXPECT_NE(report.trust_loaded_at, std::nullopt);
}

TEST_F(Surroundings, CallAListOfEitherProfileNoFault) {
    configuration_.profiles.five_star_lds = true;
    put("lds/anchor.der", "csca/csca_sm2.der");
    put("crl/passports.crl", "crl/csca_rsa.der");
    put("crl/lds.crl", "crl/csca_sm2.der");
    put("crl/nobody.crl", "crl/csca_unknown.der");
    ReadSurroundings surroundings{clock_, log_};
    surroundings.load(configuration_);
    const ReadEnvironment environment = surroundings.environment();
    EXPECT_EQ(environment.trust->revocation_lists().size(), 1U);
    EXPECT_EQ(environment.lds_trust->revocation_lists().size(), 1U);
    const auto trust = surroundings.trust();
    const std::vector<crypto::SkippedFile> nobody{{"nobody.crl", std::nullopt, "issuer_unknown"}};
    EXPECT_EQ(trust->passports.skipped, nobody);
    EXPECT_TRUE(trust->lds_profile.skipped.empty());
    HealthReport report;
    surroundings.describe(report);
    EXPECT_EQ(report.trust_skipped, 0U);
}

TEST_F(Surroundings, NameKeysThatCannotBeUsedAfterwards) {
    Bytes other = test::read_vector_bytes("pki/csca/csca_sm2.der");
    const Bytes curve = {0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D};
    const auto at = std::ranges::search(other, curve);
    ASSERT_FALSE(at.empty());
    at.back() ^= 1U;
    std::ofstream{root_ / "csca/other.der", std::ios::binary} << as_text(other);
    ReadSurroundings surroundings{clock_, log_};
    surroundings.load(configuration_);
    const auto trust = wait_for(surroundings, [](const TrustInUse& now) { return !now.passports.skipped.empty(); });
    EXPECT_EQ(trust->passports.skipped[0], (crypto::SkippedFile{"other.der", std::nullopt, "unsupported_key"}));
    EXPECT_EQ(trust->passports.anchors, 1U);
}

/// What both profiles believe from one directory is one store: a thousand anchors are not loaded twice.
TEST_F(Surroundings, LoadADirectoryOfBothProfilesOnce) {
    fs::create_directory_symlink(root_ / "csca", root_ / "link");
    configuration_.profiles = {.five_star_lds = true, .five_star_lds_trust = root_ / "link"};
    put("csca/no-certificate", "sod/ecdsa_sha256.der");
    put("crl/nobody.crl", "crl/csca_unknown.der");
    ReadSurroundings surroundings{clock_, log_};
    surroundings.load(configuration_);
    const ReadEnvironment environment = surroundings.environment();
    EXPECT_EQ(environment.trust, environment.lds_trust);
    EXPECT_EQ(environment.trust->anchors().size(), 1U);
    const auto trust = surroundings.trust();
    EXPECT_EQ(trust->lds_profile.anchors, 1U);
    EXPECT_EQ(trust->passports.skipped.size(), 2U);
    EXPECT_TRUE(trust->lds_profile.skipped.empty()) << "each is named once";
}

TEST_F(Surroundings, HaveAPseudonymKeyThatItsOwnerAloneCanRead) {
    configuration_.pseudonym.key_file = root_ / "pseudonym.key";
    ReadSurroundings surroundings{clock_, log_};
    const auto missed = [&] {
        surroundings.load(configuration_);
        HealthReport report;
        surroundings.describe(report);
        return std::ranges::count(report.reasons, "pseudonym_key_unusable") == 1;
    };
    EXPECT_FALSE(missed()) << "nobody misses it";
    ClientRule client{.who = UserRule{1}};
    ASSERT_TRUE(client.grants.fields.add("holder.pseudonym"));
    configuration_.clients.push_back(client);
    EXPECT_TRUE(missed());
    EXPECT_EQ(surroundings.environment().pseudonyms, nullptr);

    SystemRandom random;
    ASSERT_TRUE(create_pseudonym_key(configuration_.pseudonym.key_file, random).has_value());
    EXPECT_FALSE(create_pseudonym_key(configuration_.pseudonym.key_file, random).has_value()) << "never written over";
    EXPECT_FALSE(missed());
    EXPECT_NE(surroundings.environment().pseudonyms, nullptr);

    fs::permissions(configuration_.pseudonym.key_file, fs::perms::group_read, fs::perm_options::add);
    EXPECT_TRUE(missed());
    fs::permissions(configuration_.pseudonym.key_file, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_FALSE(missed());
    fs::resize_file(configuration_.pseudonym.key_file, 31);
    configuration_.clients.clear();
    EXPECT_TRUE(missed()) << "a key that is no good is worth a word, whoever uses it";
}

}  // namespace
}  // namespace fivestar::daemon
