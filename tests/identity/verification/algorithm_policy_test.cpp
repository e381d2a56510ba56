// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/algorithm_policy.hpp"

#include "tests/identity/verification/utopia_document.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using enum CheckName;
using ::testing::ElementsAre;

TEST(PassiveAuthentication, ReportsSha1AndRefusesItOnRequest) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_sha1.bin");
    const Verification reported = document.verify();
    EXPECT_EQ(reported[algorithm_policy].outcome, Outcome::passed);
    EXPECT_THAT(reported[algorithm_policy].findings, ElementsAre(Reason::sha1));
    EXPECT_EQ(verdict(Profile::emrtd, reported), Verdict::genuine);

    document.policy.refuse_sha1 = true;
    const Verification refused = document.verify();
    expect_failed(refused, algorithm_policy, Reason::sha1);
    expect_skipped(refused, signature, Reason::refused_by_policy);
    EXPECT_EQ(verdict(Profile::emrtd, refused), Verdict::unverified);
}

TEST(PassiveAuthentication, RefusesShortRsaKeys) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_rsa_1024.bin");
    expect_failed(document.verify(), algorithm_policy, Reason::rsa_key_too_short);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::unverified);
    document.policy.min_rsa_bits = 1024;
    EXPECT_EQ(document.verify()[signature].method, "rsa-sha256");
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::genuine);
}

}  // namespace
}  // namespace fivestar::identity
