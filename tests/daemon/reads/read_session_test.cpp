// SPDX-License-Identifier: Apache-2.0
// Requirements of a read; the whole session is tested through the contract, in tests/daemon/api/read_routes_test.cpp.
#include "daemon/reads/read_session.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

TEST(UnmetRequirement, IsTheFirstRequiredCheckThatDidNotPass) {
    using identity::CheckName;
    identity::Verification verification;
    verification[CheckName::signature].pass();
    verification[CheckName::revocation].report(Reason::no_crl);
    verification[CheckName::certificate_chain].report(Reason::country_mismatch);
    const auto check = [&](std::vector<CheckName> required) {
        const auto unmet = unmet_requirement(required, verification);
        return unmet ? std::string{identity::to_string(*unmet)} : "none";
    };
    EXPECT_EQ(check({}), "none");
    EXPECT_EQ(check({CheckName::signature}), "none");
    EXPECT_EQ(check({CheckName::signature, CheckName::revocation, CheckName::certificate_chain}), "revocation");
    EXPECT_EQ(check({CheckName::certificate_chain, CheckName::revocation}), "certificate_chain");
}

}  // namespace
}  // namespace fivestar::daemon
