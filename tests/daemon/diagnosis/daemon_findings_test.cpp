// Certificates and lists are those of the openssl command line; the list of csca_rsa is of 2026-01-01, its next update
// 2046-01-01 (tests/vectors/pki/make.sh).
#include "daemon/diagnosis/daemon_findings.hpp"

#include "daemon/diagnosis/build_day.hpp"
#include "tests/crypto/pki.hpp"

#include <initializer_list>
#include <memory>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::daemon_findings;
using daemon::DaemonFacts;
using daemon::ServiceState;
using diagnosis::Cause;
using testing::ElementsAre;
using testing::IsEmpty;

daemon::TrustInUse trust_of(std::initializer_list<std::string_view> anchors,
                            std::initializer_list<std::string_view> lists) {
    daemon::TrustInUse trust;
    trust.passports.store = std::make_shared<const crypto::TrustStore>(pki_store(anchors, lists));
    trust.passports.anchors = anchors.size();
    trust.lds_profile.store = std::make_shared<const crypto::TrustStore>();
    return trust;
}

DaemonFacts facts_at(WallTime now) {
    return {.now = now, .built = noon(2024, 1, 1)};
}

std::vector<Cause> causes(const DaemonFacts& facts, const daemon::TrustInUse& trust) {
    std::vector<Cause> causes;
    for (const diagnosis::Finding& finding : daemon_findings(facts, trust)) causes.push_back(finding.cause);
    return causes;
}

TEST(DaemonFindings, NothingIsWrongWithATrustedListInItsTime) {
    EXPECT_THAT(causes(facts_at(noon(2030, 1, 1)), trust_of({"csca_rsa"}, {"csca_rsa.der"})), IsEmpty());
}

TEST(DaemonFindings, PcscAndGrants) {
    const auto trust = trust_of({"csca_rsa"}, {"csca_rsa.der"});
    DaemonFacts facts = facts_at(noon(2030, 1, 1));
    facts.pcsc = ServiceState::unavailable;
    EXPECT_THAT(causes(facts, trust), ElementsAre(Cause::pcscd_not_running));
    facts.pcsc = ServiceState::denied;
    facts.has_clients = false;
    EXPECT_THAT(causes(facts, trust), ElementsAre(Cause::pcscd_denied, Cause::no_client_configured));
}

TEST(DaemonFindings, TrustIsEmptyStaleOrWithoutLists) {
    EXPECT_THAT(causes(facts_at(noon(2030, 1, 1)), trust_of({}, {})), ElementsAre(Cause::trust_empty));
    EXPECT_THAT(causes(facts_at(noon(2030, 1, 1)), trust_of({"csca_rsa"}, {})),
                ElementsAre(Cause::no_revocation_lists));
    const auto listed = trust_of({"csca_rsa"}, {"csca_rsa.der"});
    const auto stale = daemon_findings(facts_at(noon(2046, 1, 2)), listed);
    ASSERT_EQ(stale.size(), 1U);
    EXPECT_EQ(stale.front().cause, Cause::trust_stale);
    EXPECT_EQ(stale.front().detail, "2046-01-01");

    daemon::TrustInUse in_the_profile = trust_of({}, {});
    in_the_profile.lds_profile = listed.passports;
    EXPECT_THAT(causes(facts_at(noon(2030, 1, 1)), in_the_profile), IsEmpty()) << "trust of the five-star profile";

    daemon::TrustInUse loading = trust_of({}, {});
    loading.loading = true;
    EXPECT_THAT(causes(facts_at(noon(2030, 1, 1)), loading), IsEmpty());
}

TEST(DaemonFindings, TheClockIsSlowBeforeTheBuildAndBeforeTheNewestList) {
    const auto trust = trust_of({"csca_rsa"}, {"csca_rsa.der"});
    const auto before_list = daemon_findings(facts_at(noon(2025, 12, 31)), trust);
    ASSERT_EQ(before_list.size(), 1U);
    EXPECT_EQ(before_list.front().cause, Cause::clock_wrong);
    EXPECT_EQ(before_list.front().detail, "2025-12-31 < 2026-01-01");
    EXPECT_THAT(causes(facts_at(noon(2023, 12, 31)), trust_of({"csca_rsa"}, {})),
                ElementsAre(Cause::clock_wrong, Cause::no_revocation_lists));
}

TEST(BuildDay, LiesInThePast) {
    EXPECT_LE(daemon::build_day(), SystemClock{}.wall());
    EXPECT_GT(daemon::build_day(), noon(2020, 1, 1));
}

}  // namespace
}  // namespace fivestar::test
