// SPDX-License-Identifier: Apache-2.0
// The openssl command line made certificates and lists (tests/vectors/pki/make.sh). The list of csca_rsa is of
// 2026-01-01, its next update 2046-01-01.
#include "daemon/diagnosis/daemon_findings.hpp"

#include "daemon/diagnosis/module_troubles.hpp"
#include "tests/crypto/pki/pki.hpp"

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
    return {.readers = {{.id = "a", .name = "well"}}, .now = now, .built = noon(2024, 1, 1)};
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
    EXPECT_THAT(causes(facts_at(noon(2030, 1, 1)), loading), ElementsAre(Cause::trust_loading));
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

TEST(DaemonFindings, NameReadersInTrouble) {
    DaemonFacts facts = facts_at(noon(2030, 1, 1));
    facts.readers = {{.id = "a", .name = "held", .held_by_other_program = true},
                     {.id = "b", .name = "well"},
                     {.id = "c", .name = "short", .takes_extended_length = false}};
    facts.held_readers = {"not listed"};
    const auto findings = daemon_findings(facts, trust_of({"csca_rsa"}, {"csca_rsa.der"}));
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[0].cause, Cause::reader_held);
    EXPECT_EQ(findings[0].detail, "held");
    EXPECT_EQ(findings[1].cause, Cause::reader_without_extended_length);
    EXPECT_EQ(findings[1].detail, "short");
    EXPECT_EQ(findings[2].cause, Cause::reader_held);
    EXPECT_EQ(findings[2].detail, "not listed");
}

TEST(DaemonFindings, SayThatThereIsNoReaderOnlyIfPcscAnswers) {
    const auto trust = trust_of({"csca_rsa"}, {"csca_rsa.der"});
    DaemonFacts facts = facts_at(noon(2030, 1, 1));
    facts.readers.clear();
    EXPECT_THAT(causes(facts, trust), ElementsAre(Cause::no_reader));
    facts.pcsc = ServiceState::unavailable;
    EXPECT_THAT(causes(facts, trust), ElementsAre(Cause::pcscd_not_running));
    facts.pcsc = ServiceState::connected;
    facts.held_readers = {"not listed"};
    EXPECT_THAT(causes(facts, trust), ElementsAre(Cause::reader_held));
}

TEST(DaemonFindings, NameWhatTheDaemonDoesWithout) {
    DaemonFacts facts = facts_at(noon(2030, 1, 1));
    facts.refused_configuration = "/etc/x.toml:3: unknown key a";
    facts.reads = {.pseudonym_key_is_unusable = true, .portrait_plugin = Reason::portrait_plugin_refused};
    facts.memory_is_locked = false;
    const auto trust = trust_of({"csca_rsa"}, {"csca_rsa.der"});
    EXPECT_THAT(causes(facts, trust), ElementsAre(Cause::configuration_refused, Cause::pseudonym_key_unusable,
                                                  Cause::portrait_plugin_unusable, Cause::memory_not_locked));
    EXPECT_EQ(daemon_findings(facts, trust).front().detail, "/etc/x.toml:3: unknown key a");
}

TEST(DaemonFindings, CountTheSkippedFilesOfBothProfiles) {
    daemon::TrustInUse trust = trust_of({"csca_rsa"}, {"csca_rsa.der"});
    trust.unreadable = true;
    trust.passports.skipped = {{"a.cer", std::nullopt, Reason::malformed},
                               {"foreign.crl", std::nullopt, Reason::issuer_unknown},
                               {"b.ldif", 7, Reason::unsupported}};
    EXPECT_EQ(trust.unusable_files(), 2U);
    const auto findings = daemon_findings(facts_at(noon(2030, 1, 1)), trust);
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].cause, Cause::trust_unreadable);
    EXPECT_EQ(findings[1].cause, Cause::trust_files_skipped);
    EXPECT_EQ(findings[1].detail, "a.cer: malformed; b.ldif#7: unsupported");
    trust.lds_profile.skipped = {{"c", std::nullopt, Reason::not_a_ca}, {"d", std::nullopt, Reason::not_a_ca}};
    EXPECT_EQ(trust.unusable_files(), 4U);
    EXPECT_EQ(trust.lists_of_unknown_issuers(), 1U);
    EXPECT_EQ(daemon_findings(facts_at(noon(2030, 1, 1)), trust)[1].detail,
              "a.cer: malformed; b.ldif#7: unsupported; c: not_a_ca; 1 more");
}

/// docs/API.md lists the names in health.
TEST(HealthReasons, AreFindingsByTheNamesOfHealth) {
    const std::vector<diagnosis::Finding> findings{{Cause::configuration_refused},
                                                   {Cause::pcscd_not_running},
                                                   {Cause::pcscd_denied},
                                                   {Cause::trust_loading},
                                                   {Cause::trust_unreadable},
                                                   {Cause::trust_files_skipped},
                                                   {Cause::trust_empty},
                                                   {Cause::pseudonym_key_unusable},
                                                   {Cause::portrait_plugin_unusable},
                                                   {Cause::memory_not_locked},
                                                   {Cause::no_client_configured},
                                                   {Cause::no_reader},
                                                   {Cause::trust_stale}};
    EXPECT_THAT(daemon::health_reasons(findings),
                ElementsAre("configuration_refused", "pcsc_unavailable", "pcsc_denied", "trust_loading",
                            "trust_unreadable", "trust_files_skipped", "no_trust_anchors", "pseudonym_key_unusable",
                            "portrait_plugin_unusable", "memory_not_locked"));
}

TEST(CountedFindings, HaveALineForEachCauseThatTheDaemonCanKnow) {
    const auto counts = daemon::count_findings({{Cause::reader_held, "a"}, {Cause::reader_held, "b"}});
    EXPECT_THAT(counts, testing::Contains(testing::Pair("reader_held", 2U)));
    EXPECT_THAT(counts, testing::Contains(testing::Pair("no_reader", 0U)));
    EXPECT_EQ(counts.size(), 21U);
}

/// GA/T 467: 66 is a module that is not authorised, 60 one whose self-test failed, 41 a card that could not be read.
TEST(ModuleTroubles, LastUntilTheModuleReadsAgain) {
    daemon::ModuleTroubles troubles;
    EXPECT_FALSE(troubles.any());
    troubles.note("one", 0x66);
    troubles.note("two", 0x60);
    troubles.note("three", 0x41);
    ASSERT_EQ(troubles.findings().size(), 2U);
    EXPECT_TRUE(troubles.any());
    EXPECT_EQ(troubles.findings()[0].cause, Cause::sam_not_authorised);
    EXPECT_EQ(troubles.findings()[0].detail, "one");
    troubles.note("one", 0);
    ASSERT_EQ(troubles.findings().size(), 1U);
    EXPECT_EQ(troubles.findings()[0].detail, "two");
}

TEST(BuildDay, LiesInThePast) {
    EXPECT_LE(daemon::build_day(), SystemClock{}.wall());
    EXPECT_GT(daemon::build_day(), noon(2020, 1, 1));
}

}  // namespace
}  // namespace fivestar::test
