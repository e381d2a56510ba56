// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/reader_choice.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

ReaderView reader(std::string id, std::string card = {}, ReaderState state = ReaderState::empty) {
    ReaderView view{.id = id, .name = "Name of " + id};
    view.state = state == ReaderState::empty && !card.empty() ? ReaderState::card : state;
    if (!card.empty()) view.card = CardView{.id = std::move(card)};
    return view;
}

/// Returns the code that the contract has for a failure.
std::string name_of(ReadFailureKind kind) {
    switch (kind) {
        case ReadFailureKind::service_unavailable:
            return "pcsc_unavailable";
        case ReadFailureKind::service_denied:
            return "pcsc_denied";
        case ReadFailureKind::no_reader:
            return "no_reader";
        case ReadFailureKind::no_such_reader:
            return "no_such_reader";
        case ReadFailureKind::reader_unresponsive:
            return "reader_unresponsive";
        case ReadFailureKind::several_cards:
            return "several_cards";
        case ReadFailureKind::card_changed:
            return "card_changed";
        default:
            return "another failure";
    }
}

class ReaderChoiceTest : public testing::Test {
  protected:
    /// Returns `reader/card`, `wait` or the failure.
    [[nodiscard]] std::string choose(const std::vector<ReaderView>& readers) const {
        const ReaderChoice choice = choose_reader(selection, grants, service, readers, before);
        if (const auto* chosen = std::get_if<ReaderView>(&choice)) return chosen->id + "/" + chosen->card->id;
        if (const auto* failure = std::get_if<ReadFailure>(&choice)) return name_of(failure->kind);
        return "wait";
    }

    CardSelection selection;
    Grants grants = Grants::everything();
    ServiceState service = ServiceState::connected;
    CardIds before;
};

TEST_F(ReaderChoiceTest, TakesTheOneReaderWithACard) {
    EXPECT_EQ(choose({}), "no_reader");
    EXPECT_EQ(choose({reader("a")}), "wait");
    EXPECT_EQ(choose({reader("a"), reader("b", "c1")}), "b/c1");
    EXPECT_EQ(choose({reader("a", "c2"), reader("b", "c1")}), "several_cards");
    EXPECT_EQ(choose({reader("a", "c2", ReaderState::reading)}), "a/c2");
}

TEST_F(ReaderChoiceTest, TakesTheNamedReader) {
    selection.reader = "b";
    EXPECT_EQ(choose({reader("a", "c2")}), "no_such_reader");
    EXPECT_EQ(choose({reader("a", "c2"), reader("b")}), "wait");
    EXPECT_EQ(choose({reader("a", "c2"), reader("b", "c1")}), "b/c1");
}

TEST_F(ReaderChoiceTest, IgnoresReadersThatAreNotGranted) {
    grants.reader_globs = {"b*", "*of c"};
    EXPECT_EQ(choose({reader("a", "c1")}), "no_reader");
    EXPECT_EQ(choose({reader("a", "c1"), reader("b", "c2")}), "b/c2");
    EXPECT_EQ(choose({reader("a", "c1"), reader("c", "c3")}), "c/c3");
    selection.reader = "a";
    EXPECT_EQ(choose({reader("a", "c1"), reader("b", "c2")}), "no_such_reader");
    selection.reader = {};
    selection.card = "c1";
    EXPECT_EQ(choose({reader("a", "c1"), reader("b", "c2")}), "card_changed");
}

TEST_F(ReaderChoiceTest, TakesTheNamedCardOrNone) {
    selection.card = "c1";
    EXPECT_EQ(choose({reader("a", "c2"), reader("b", "c1")}), "b/c1");
    EXPECT_EQ(choose({reader("a", "c2")}), "card_changed");
    EXPECT_EQ(choose({reader("a")}), "card_changed");
    selection.reader = "a";
    EXPECT_EQ(choose({reader("a", "c2"), reader("b", "c1")}), "card_changed");
}

TEST_F(ReaderChoiceTest, NextExcludesCardsThatWereThere) {
    selection.wait_for = WaitFor::next;
    before = {"c1"};
    EXPECT_EQ(choose({reader("a", "c1")}), "wait");
    EXPECT_EQ(choose({reader("a")}), "wait");
    EXPECT_EQ(choose({reader("a", "c2")}), "a/c2");
    EXPECT_EQ(choose({reader("a", "c1"), reader("b", "c2")}), "b/c2");
    EXPECT_EQ(choose({reader("a", "c3"), reader("b", "c2")}), "several_cards");
}

TEST_F(ReaderChoiceTest, AnUnresponsiveReaderIsReportedOrSkipped) {
    const ReaderView stuck = reader("a", "c1", ReaderState::unresponsive);
    EXPECT_EQ(choose({stuck}), "reader_unresponsive");
    EXPECT_EQ(choose({stuck, reader("b", "c2")}), "b/c2");
    EXPECT_EQ(choose({stuck, reader("b")}), "wait");
    selection.reader = "a";
    EXPECT_EQ(choose({stuck, reader("b", "c2")}), "reader_unresponsive");
}

TEST_F(ReaderChoiceTest, WithoutTheServiceThereIsAProblem) {
    service = ServiceState::unavailable;
    EXPECT_EQ(choose({}), "pcsc_unavailable");
    service = ServiceState::denied;
    selection.reader = "a";
    EXPECT_EQ(choose({}), "pcsc_denied");
}

TEST_F(ReaderChoiceTest, ListsThePresentCards) {
    EXPECT_EQ(cards_in(std::vector{reader("a", "c1"), reader("b"), reader("c", "c2")}), (CardIds{"c1", "c2"}));
}

}  // namespace
}  // namespace fivestar::daemon
