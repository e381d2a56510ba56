// SPDX-License-Identifier: Apache-2.0
// A client gives keys, wants fewer groups or ends the read.
#include "daemon/reading/read_card.hpp"

#include "daemon/readers/card_identification.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using identity::CheckName;

const sim::Persona& five_star() {
    return test_persona("five-star-2023");
}

TEST(AccessKeys, OfAnotherDocumentAreDenied) {
    SimulatedCard card{"five-star-2023"};
    const auto outcome = card.read(order_for(test_persona("passport")), full_trust());
    ASSERT_EQ(summary(outcome), "access_denied@external_authenticate");
    EXPECT_NE(outcome.error().sw, 0);
    EXPECT_EQ(card.observer.texts, 0);
}

TEST(AccessKeys, AreOfferedOnce) {
    SimulatedCard card{"five-star-2023"};
    const auto outcome = card.read(order_for(test_persona("passport")), full_trust());
    ASSERT_FALSE(outcome.has_value());
    // For EF.CardAccess; SELECT; GET CHALLENGE and EXTERNAL AUTHENTICATE; for EF.COM, whether there is another way in;
    // for EF.CardAccess in the application, by both its identifiers, and after a reset three times in the master file,
    // which is selected between.
    EXPECT_EQ(card.commands(), 13U);
}

TEST(AccessKeys, AreRequired) {
    SimulatedCard card{"five-star-2023"};
    EXPECT_EQ(summary(card.read({}, full_trust())), "access_required@access");
    daemon::ReadRequest can_only;
    can_only.access.can = SecretText{std::string_view{"123456"}};
    EXPECT_EQ(summary(card.read(can_only, full_trust())), "access_required@access");
}

TEST(AccessKeys, AreNotNeededByAnOpenChip) {
    SimulatedCard card{"passport-plain"};
    const auto outcome = card.read(order_for(five_star()), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[CheckName::access].reason, Reason::no_access_control);
}

TEST(Stop, BeforeTheReadLeavesTheCardAlone) {
    SimulatedCard card{"five-star-2023"};
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(summary(card.read(order_for(five_star()), full_trust(), stop.get_token())), "cancelled@read_card_access");
    EXPECT_EQ(card.commands(), 0U);
}

TEST(Stop, EndsTheReadWithoutAFurtherExchangeWhereverItComes) {
    for (const char* step : {"select_application", "access", "read_com", "read_sod", "read_dg1", "read_dg2"}) {
        SimulatedCard card{"five-star-2023"};
        std::stop_source stop;
        std::size_t commands_then = 0;
        card.observer.on_progress = [&](const daemon::ReadProgress& progress) {
            if (stop.stop_requested() || progress.step != step) return;
            stop.request_stop();
            commands_then = card.commands();
        };
        const auto outcome = card.read(order_for(five_star()), full_trust(), stop.get_token());
        ASSERT_FALSE(outcome.has_value()) << step;
        EXPECT_EQ(outcome.error().code, ErrorCode::cancelled) << step;
        EXPECT_EQ(card.commands(), commands_then) << step;
    }
}

TEST(Text, IsReadyOnceBeforeThePortrait) {
    SimulatedCard card{"five-star-2023"};
    ASSERT_EQ(summary(card.read()), "genuine");
    EXPECT_EQ(card.observer.texts, 1);
    EXPECT_FALSE(card.observer.portrait_before_text);
    EXPECT_FALSE(card.observer.latin_name_in_text.empty());
    EXPECT_EQ(card.observer.verdict_in_text, identity::Verdict::genuine);
}

TEST(Text, IsNotAnnouncedWithoutAPortraitToFollow) {
    SimulatedCard card{"five-star-2023"};
    daemon::ReadRequest order = order_for(five_star());
    order.wanted.portrait = false;
    const auto outcome = card.read(order, full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(card.observer.texts, 0);
    EXPECT_FALSE(outcome->record.portrait.has_value());
}

TEST(WantedGroups, ReadFewerFilesAndStillVerify) {
    SimulatedCard card{"passport"};
    daemon::ReadRequest order = order_for(test_persona("passport"));
    order.wanted = {.portrait = false, .personal_details = false, .document_details = false};
    const auto outcome = card.read(order, full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[CheckName::data_group_hashes].data_groups, (std::vector<std::uint8_t>{1, 14, 15}));
    std::vector<std::string_view> steps;
    for (const daemon::StepReport& step : outcome->steps) steps.push_back(step.name);
    EXPECT_EQ(steps, (std::vector<std::string_view>{"read_card_access", "access", "select_application", "read_com",
                                                    "read_sod", "read_dg1", "read_dg14", "read_dg15",
                                                    "chip_authentication", "chip_authentication_proof", "verify"}));
    SimulatedCard whole{"passport"};
    ASSERT_EQ(summary(whole.read()), "genuine");
    EXPECT_LT(card.commands(), whole.commands());
}

/// The daemon looks at each card when it is inserted, and remembers where EF.CardAccess is.
Result<daemon::ReadOutcome> read_after_insertion(SimulatedCard& card) {
    daemon::ReadRequest order = order_for(five_star());
    order.card_access = daemon::identify(card).value().card_access;
    return card.read(order, full_trust());
}

/// A chip that answers 6986 to everything before BAC: two exchanges for EF.CardAccess at insertion, one in a read.
TEST(Exchanges, AreFewWithAChipThatIsClosedBeforeAccess) {
    for (const bool short_reader : {false, true}) {
        SimulatedCard usual{"five-star-2023"};
        SimulatedCard closed{"five-star-2023", sim::parse_quirk("closed-6986").value()};
        if (short_reader) usual.set_short_reader();
        if (short_reader) closed.set_short_reader();
        const auto seen = daemon::identify(closed);
        ASSERT_TRUE(seen);
        EXPECT_EQ(seen->card_access, apdu::CardAccessPlace::nowhere);
        EXPECT_EQ(closed.commands(), 1U + 2U) << "SELECT of the application, and two for EF.CardAccess";
        const auto expected = read_after_insertion(usual);
        const auto outcome = read_after_insertion(closed);
        ASSERT_EQ(summary(expected), "genuine");
        ASSERT_EQ(summary(outcome), "genuine");
        EXPECT_EQ(outcome->timing.exchanges, expected->timing.exchanges);
    }
}

TEST(Exchanges, AreFewWithExtendedLength) {
    ASSERT_GT(five_star().portrait.image.size(), 13'000U);
    SimulatedCard card{"five-star-2023"};
    std::string told;  // which step began at which exchange
    card.observer.on_progress = [&](const daemon::ReadProgress& progress) {
        told += std::string{progress.step} + ' ' + std::to_string(card.commands()) + '\n';
    };
    const auto outcome = read_after_insertion(card);
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_LE(outcome->timing.exchanges, 16U) << told;  // four before the files, two for each
}

TEST(Exchanges, AreAsFewAsShortLengthAllows) {
    SimulatedCard card{"five-star-2023"};
    card.set_short_reader();
    const auto outcome = read_after_insertion(card);
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_LE(outcome->timing.exchanges, 86U);
}

}  // namespace
}  // namespace fivestar::test
