// SPDX-License-Identifier: Apache-2.0
// The exchanges with a chip at its insertion and in the read that follows: counts that must not grow unseen. "Before"
// is the count of the release that looked for EF.CardAccess by its short identifier alone
// (docs/decisions/0014-search-for-card-access-at-insertion.md).
#include "daemon/readers/card_identification.hpp"
#include "sim/chip/quirks.hpp"
#include "tests/daemon/reading/simulated_card.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

constexpr std::size_t new_quirk = 0;  ///< the simulator did not have the quirk before

struct Counts {
    std::size_t insertion_before;
    std::size_t insertion;
    std::size_t read_before;
    std::size_t read;
};

struct Row {
    const char* persona;
    const char* quirk;
    Counts extended;  ///< the reader takes extended length
    Counts brief;     ///< it takes short length alone
};

constexpr Row rows[] = {
    {"five-star-2023", "none", {2, 6, 16, 16}, {2, 6, 85, 85}},
    {"passport-of-five-star", "none", {2, 6, 12, 12}, {2, 6, 83, 83}},
    {"identity-card", "none", {3, 7, 84, 83}, {2, 6, 83, 83}},
    {"passport-plain", "none", {3, 7, 71, 70}, {2, 6, 70, 70}},
    {"passport-contact", "none", {2, 6, 155, 155}, {2, 6, 155, 155}},
    {"passport", "none", {2, 2, 26, 26}, {4, 4, 104, 104}},
    {"passport-pace-only", "none", {2, 2, 25, 25}, {4, 4, 112, 110}},
    {"five-star-2023", "short-length-only", {3, 7, 86, 85}, {2, 6, 85, 85}},
    {"five-star-2023", "long-read-6b00", {2, 6, 90, 90}, {2, 6, 85, 85}},
    {"five-star-2023", "exact-length", {2, 6, 87, 87}, {2, 6, 85, 85}},
    {"five-star-2023", "short-identifiers-refused", {5, 7, 26, 23}, {4, 6, 94, 92}},
    {"five-star-2023", "short-identifiers-6700", {5, 7, 95, 92}, {4, 6, 94, 92}},
    {"five-star-2023", "short-identifiers-6981", {5, 7, 26, 23}, {4, 6, 94, 92}},
    {"five-star-2023", "short-identifiers-6985", {16, 14, 37, 23}, {15, 6, 105, 92}},
    {"five-star-2023", "short-identifiers-6a82", {2, 6, 23, 23}, {2, 6, 92, 92}},
    {"five-star-2023", "short-identifiers-naked-6a82", {2, 6, 26, 26}, {2, 6, 95, 95}},
    {"five-star-2023",
     "short-identifiers-leave-application",
     {new_quirk, 6, new_quirk, 24},
     {new_quirk, 6, new_quirk, 93}},
    {"five-star-2023", "closed-6986", {new_quirk, 3, new_quirk, 16}, {new_quirk, 3, new_quirk, 85}},
    {"five-star-2023", "select-p2-refused", {3, 11, 17, 17}, {3, 11, 86, 86}},
    {"five-star-2023", "no-application", {2, 2, 3, 3}, {2, 2, 3, 3}},
    {"five-star-2023", "master-file-6982", {2, 6, 16, 16}, {2, 6, 85, 85}},
    {"five-star-2023", "master-file-hangs", {2, 6, 16, 16}, {2, 6, 85, 85}},
    {"five-star-2023", "authenticate-6a88", {2, 6, 13, 12}, {2, 6, 12, 12}},
    {"five-star-2023", "card-access-below-application", {2, 6, 16, 16}, {2, 6, 85, 85}},
    {"passport", "short-length-only", {5, 4, 105, 104}, {4, 4, 104, 104}},
    {"passport", "long-read-6b00", {5, 4, 105, 104}, {4, 4, 104, 104}},
    {"passport", "exact-length", {3, 3, 102, 102}, {4, 4, 104, 104}},
    {"passport", "short-identifiers-refused", {7, 6, 40, 37}, {6, 5, 115, 113}},
    {"passport", "short-identifiers-6700", {7, 6, 116, 37}, {6, 5, 115, 113}},
    {"passport", "short-identifiers-6981", {7, 6, 40, 37}, {6, 5, 115, 113}},
    {"passport", "short-identifiers-6985", {7, 6, 40, 37}, {6, 5, 115, 113}},
    {"passport", "short-identifiers-6a82", {2, 5, 40, 37}, {2, 5, 115, 113}},
    {"passport", "short-identifiers-naked-6a82", {2, 5, 43, 43}, {2, 5, 118, 119}},
    {"passport", "short-identifiers-leave-application", {new_quirk, 2, new_quirk, 36}, {new_quirk, 4, new_quirk, 114}},
    {"passport", "closed-6986", {new_quirk, 3, new_quirk, 31}, {new_quirk, 3, new_quirk, 106}},
    {"passport", "select-p2-refused", {3, 3, 27, 27}, {5, 5, 105, 105}},
    {"passport", "no-application", {2, 2, 8, 8}, {2, 2, 10, 10}},
    {"passport", "master-file-6982", {2, 2, 26, 26}, {4, 4, 104, 104}},
    {"passport", "master-file-hangs", {2, 2, 26, 26}, {4, 4, 104, 104}},
    {"passport", "authenticate-6a88", {2, 2, 26, 26}, {4, 4, 104, 104}},
    {"passport", "card-access-below-application", {2, 8, 25, 25}, {2, 8, 100, 100}},
    {"passport-pace-only", "card-access-below-application", {2, 8, 33, 33}, {2, 8, 109, 109}},
    {"passport-pace-only", "short-identifiers-6a82", {2, 5, 47, 37}, {2, 5, 131, 120}},
};

SimulatedCard card_of(const Row& row) {
    return SimulatedCard{row.persona, sim::parse_quirk(row.quirk).value()};
}

bool offers_pace(const Row& row) {
    SimulatedCard card = card_of(row);
    return daemon::identify(card).value().offers_pace;
}

struct Counted {
    std::size_t insertion;
    std::size_t read;
};

Counted count(const Row& row, bool extended) {
    SimulatedCard card = card_of(row);
    if (!extended) card.set_short_reader();
    daemon::ReadRequest order = order_for(test_persona(row.persona));
    order.card_access = daemon::identify(card).value().card_access;
    const std::size_t insertion = card.commands();
    const auto ended = card.read(order, full_trust());
    return {insertion, card.commands() - insertion};
}

TEST(ExchangesOfEachChip, AreCounted) {
    for (const Row& row : rows) {
        for (const bool extended : {true, false}) {
            const Counts& expected = extended ? row.extended : row.brief;
            const Counted counted = count(row, extended);
            const std::string where = std::string{row.persona} + ' ' + row.quirk + (extended ? "" : ", short length");
            EXPECT_EQ(counted.insertion, expected.insertion) << where;
            EXPECT_EQ(counted.read, expected.read) << where;
        }
    }
}

/// A read takes one exchange more at most, where the chip is now opened with PACE instead of BAC.
TEST(ExchangesOfEachChip, AreNoMoreInAReadThanBefore) {
    for (const Row& row : rows) {
        for (const Counts& counts : {row.extended, row.brief}) {
            if (counts.read_before == new_quirk) continue;
            const bool opened_with_pace_now = std::string_view{row.quirk} == "short-identifiers-naked-6a82";
            EXPECT_LE(counts.read, counts.read_before + (opened_with_pace_now ? 1 : 0)) << row.persona << row.quirk;
        }
    }
}

/// A chip without EF.CardAccess is asked four questions more: whether it knows short identifiers, whether it stands in
/// the application, and two for the application.
TEST(ExchangesOfEachChip, AreFourMoreAtInsertionWithoutCardAccess) {
    for (const Row& row : rows) {
        if (offers_pace(row)) continue;
        // Such a chip has each of the four commands that are SELECT repeated.
        const std::size_t more = std::string_view{row.quirk} == "select-p2-refused" ? 8 : 4;
        for (const Counts& counts : {row.extended, row.brief}) {
            if (counts.insertion_before == new_quirk) continue;
            EXPECT_LE(counts.insertion, counts.insertion_before + more) << row.persona << row.quirk;
        }
    }
}

/// A chip that has the file costs more, because the file must be found.
TEST(ExchangesOfEachChip, AreNoMoreAtInsertionWhereCardAccessWasFoundBefore) {
    for (const Row& row : rows) {
        const std::string_view quirk{row.quirk};
        const bool found_now = quirk.starts_with("short-identifiers-") && quirk.ends_with("6a82");
        if (!offers_pace(row) || found_now || quirk == "card-access-below-application") continue;
        for (const Counts& counts : {row.extended, row.brief}) {
            if (counts.insertion_before == new_quirk) continue;
            EXPECT_LE(counts.insertion, counts.insertion_before) << row.persona << row.quirk;
        }
    }
}

}  // namespace
}  // namespace fivestar::test
