// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/read_context.hpp"

#include "daemon/keys/pseudonym_key.hpp"
#include "tests/daemon/reads/trust_fixture.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

namespace fs = std::filesystem;

class ReadContextTest : public test::TrustFixture {
  protected:
    SystemRandom random_;
};

TEST_F(ReadContextTest, ARunningReadKeepsItsEnvironment) {
    ReadContext context{clock_, random_, log_};
    context.configure(configuration_);
    const ReadEnvironment before = context.environment();
    put("csca/b.der", "csca/csca_pss.der");
    configuration_.policy.refuse_sha1 = true;
    context.configure(configuration_);
    wait_for([&] { return context.trust(); }, [](const TrustInUse& trust) { return trust.passports.anchors == 2; });
    EXPECT_EQ(before.trust->anchors().size(), 1U);
    EXPECT_FALSE(before.algorithm_policy.refuse_sha1);
    EXPECT_TRUE(context.environment().algorithm_policy.refuse_sha1);
}

TEST_F(ReadContextTest, TakesAPseudonymKeyThatOnlyItsOwnerCanRead) {
    configuration_.pseudonym.key_file = root_ / "pseudonym.key";
    ReadContext context{clock_, random_, log_};
    const auto missing = [&] {
        context.configure(configuration_);
        return context.troubles().pseudonym_key_is_unusable;
    };
    EXPECT_FALSE(missing()) << "no client is granted pseudonyms";
    ClientRule client{.who = UserRule{1}};
    ASSERT_TRUE(client.grants.fields.add("holder.pseudonym"));
    configuration_.clients.push_back(client);
    EXPECT_TRUE(missing());
    EXPECT_EQ(context.environment().pseudonyms, nullptr);

    ASSERT_TRUE(create_pseudonym_key(configuration_.pseudonym.key_file, random_).has_value());
    EXPECT_FALSE(create_pseudonym_key(configuration_.pseudonym.key_file, random_).has_value())
        << "an existing file is never replaced";
    EXPECT_FALSE(missing());
    EXPECT_NE(context.environment().pseudonyms, nullptr);

    fs::permissions(configuration_.pseudonym.key_file, fs::perms::group_read, fs::perm_options::add);
    EXPECT_TRUE(missing());
    fs::permissions(configuration_.pseudonym.key_file, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_FALSE(missing());
    fs::resize_file(configuration_.pseudonym.key_file, 31);
    configuration_.clients.clear();
    EXPECT_TRUE(missing()) << "an unusable key is reported even if no client needs it";
}

}  // namespace
}  // namespace fivestar::daemon
