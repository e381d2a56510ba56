// SPDX-License-Identifier: Apache-2.0
// The anchors and lists of tests/vectors/pki, whose dates the openssl command line set.
#include "daemon/reads/trust_dates.hpp"

#include "tests/crypto/pki/pki.hpp"

#include <memory>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::noon;

TEST(TrustDates, AreThoseOfAnchorsAndLists) {
    crypto::LoadedTrust trust;
    trust.store =
        std::make_shared<const crypto::TrustStore>(test::pki_store({"csca_rsa", "csca_expired"}, {"csca_rsa.der"}));
    trust.master_lists.resize(3);
    trust.master_lists[0].signed_at = noon(2029, 1, 1);
    trust.master_lists[1].signed_at = noon(2028, 1, 1);
    const auto list = test::pki_revocation_list("csca_rsa.der");
    TrustDates dates = dates_of(trust, *list.next_update);
    EXPECT_EQ(dates.anchors_expired, 1U);
    EXPECT_EQ(dates.last_expiry, test::pki_certificate("csca/csca_rsa").not_after);
    EXPECT_EQ(dates.master_list_signed_at, noon(2029, 1, 1));
    EXPECT_EQ(dates.revocation_lists, 1U);
    EXPECT_EQ(dates.revocation_lists_stale, 0U);
    dates = dates_of(trust, *list.next_update + std::chrono::seconds{1});
    EXPECT_EQ(dates.revocation_lists_stale, 1U);
}

TEST(TrustDates, AreAbsentWithoutTrust) {
    crypto::LoadedTrust trust;
    trust.store = std::make_shared<const crypto::TrustStore>();
    const TrustDates dates = dates_of(trust, noon(2030, 1, 1));
    EXPECT_EQ(dates.last_expiry, std::nullopt);
    EXPECT_EQ(dates.master_list_signed_at, std::nullopt);
}

}  // namespace
}  // namespace fivestar::daemon
