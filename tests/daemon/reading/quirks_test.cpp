// SPDX-License-Identifier: Apache-2.0
// Reads a simulated chip with each quirk of the simulator's table. A quirk that is not named below must end in
// `genuine`.
#include "sim/chip/quirks.hpp"

#include "tests/daemon/reading/simulated_card.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using Ends = std::map<std::string_view, std::string_view>;

/// Quirks that do not end in `genuine`.
const Ends& ends() {
    static const Ends table{
        {"empty-read", "malformed@read_dg1"},
        {"exact-length-always", "malformed@read_dg1"},
        {"no-application", "unsupported@select_application"},
        {"authenticate-6a88", "unsupported@external_authenticate"},
        {"no-octets", "transport_failure@read_card_access"},
        {"one-octet", "transport_failure@read_card_access"},
        {"status-only", "malformed@read_dg1"},
        {"naked-data", "secure_messaging_failed@read_com"},
        {"naked-6700", "secure_messaging_failed@read_com"},
        {"without-do99", "secure_messaging_failed@read_com"},
        {"without-do8e", "secure_messaging_failed@read_com"},
        {"wrong-mac", "secure_messaging_failed@read_com"},
        {"empty-do99", "secure_messaging_failed@read_com"},
        {"short-do99", "secure_messaging_failed@read_com"},
        {"long-do99", "secure_messaging_failed@read_com"},
        {"endless-response", "limit_exceeded@read_card_access"},
        {"removed", "card_removed@read_card_access"},
        {"half-frame", "card_removed@read_card_access"},
        {"silent", "deadline_exceeded@read_card_access"},
    };
    return table;
}

/// Differences for documents that open with PACE.
const Ends& ends_through_pace() {
    static const Ends table{
        {"authenticate-6a88", "genuine"},
        {"token-refused", "access_denied@pace_authenticate"},
    };
    return table;
}

/// Further differences for a document without BAC, which cannot be opened without EF.CardAccess.
const Ends& ends_without_bac() {
    static const Ends table{
        {"empty-read", "unsupported@external_authenticate"},
        {"exact-length-always", "unsupported@external_authenticate"},
        {"closed-6986", "unsupported@external_authenticate"},
    };
    return table;
}

/// `end_of(quirk, tables)` is the entry of the last table that names the quirk, or `genuine`.
std::string_view end_of(std::string_view quirk, std::initializer_list<const Ends*> tables) {
    std::string_view end = "genuine";
    for (const Ends* table : tables) {
        if (const auto known = table->find(quirk); known != table->end()) end = known->second;
    }
    return end;
}

/// The first command in a session that PACE opened is SELECT, not READ BINARY.
std::string_view after_pace(std::string_view end) {
    return end == "secure_messaging_failed@read_com" ? "secure_messaging_failed@select_application" : end;
}

class EveryQuirk : public testing::TestWithParam<std::string_view> {
  protected:
    void expect_end(const std::string& persona, std::string_view end) {
        SimulatedCard card{persona, sim::parse_quirk(GetParam()).value()};
        const auto outcome = card.read();
        EXPECT_EQ(summary(outcome), end) << persona;
        EXPECT_LE(card.commands(), exchange_bound) << persona;
        EXPECT_EQ(card.status_words().different, 0U) << persona;
        if (!outcome || outcome->verdict != identity::Verdict::genuine) return;
        ASSERT_TRUE(outcome->record.portrait.has_value()) << persona;
        EXPECT_EQ(copy(outcome->record.portrait->octets), test_persona(persona).portrait.image) << persona;
    }
};

TEST_P(EveryQuirk, IsReadOrNamed) {
    for (const char* persona : {"five-star-2023", "identity-card", "eep"})
        expect_end(persona, end_of(GetParam(), {&ends()}));
}

/// A document without access control uses no secure messaging, so its faults have no effect.
TEST_P(EveryQuirk, IsReadOrNamedWithoutAccessControl) {
    const auto special = ends().find(GetParam());
    const bool harmless = special == ends().end() || special->second.starts_with("secure_messaging_failed") ||
                          special->second.ends_with("external_authenticate");
    expect_end("passport-plain", harmless ? "genuine" : special->second);
}

TEST_P(EveryQuirk, IsReadOrNamedThroughPace) {
    expect_end("passport", after_pace(end_of(GetParam(), {&ends(), &ends_through_pace()})));
    expect_end("passport-pace-only",
               after_pace(end_of(GetParam(), {&ends(), &ends_through_pace(), &ends_without_bac()})));
}

std::vector<std::string_view> profile_names() {
    std::vector<std::string_view> names;
    for (const sim::QuirkProfile& profile : sim::quirk_profiles()) names.push_back(profile.name);
    return names;
}

INSTANTIATE_TEST_SUITE_P(Chips, EveryQuirk, testing::ValuesIn(profile_names()),
                         [](const auto& card) { return test_name(card.param); });

TEST(QuirkEnds, NameOnlyExistingQuirks) {
    const auto names = profile_names();
    for (const auto* table : {&ends(), &ends_through_pace(), &ends_without_bac()}) {
        for (const auto& [name, end] : *table) EXPECT_NE(std::ranges::find(names, name), names.end()) << name;
    }
}

/// Over T=0 the responses are fetched with GET RESPONSE, in addition to the quirk.
TEST(ContactCard, SurvivesLengthsAndRefusals) {
    for (const char* quirk :
         {"none", "read-limit-112", "read-limit-160", "read-limit-192", "read-limit-223", "long-read-naked-6700",
          "fewer-octets", "select-le-refused", "short-identifiers-refused", "end-of-file-warning", "unknown-atr"}) {
        SimulatedCard card{"passport-contact", sim::parse_quirk(quirk).value()};
        EXPECT_EQ(summary(card.read()), "genuine") << quirk;
        EXPECT_LE(card.commands(), exchange_bound) << quirk;
    }
}

}  // namespace
}  // namespace fivestar::test
