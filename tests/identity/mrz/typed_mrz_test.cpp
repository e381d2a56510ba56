// SPDX-License-Identifier: Apache-2.0
// The zones are the specimens of Doc 9303-4 and -5 and of docs/CHINESE-CARDS.md.
#include "identity/mrz/typed_mrz.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::pair<std::size_t, std::size_t>> wrong_in(std::string_view typed) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    const TypedMrz examined = examine_typed_mrz(typed);
    for (const MrzPosition& each : examined.wrong) pairs.emplace_back(each.line, each.position);
    return pairs;
}

TEST(TypedMrz, HasNothingWrongWhileARightZoneIsTyped) {
    for (const std::string_view zone : {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                                        "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n",
                                        "I<UTOD231458907<<<<<<<<<<<<<<<\n"
                                        "7408122F1204159UTO<<<<<<<<<<<6\n"
                                        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n",
                                        "CRH1234567830002212119F8108038\n"
                                        "NGKELMPONBPJLBLOAABA1234567842\n"
                                        "ZHENG<JIAN<<YANG<BEN<<<<<<<<<<\n",
                                        "CSC000000004<2404200<8108038<6\n"}) {
        for (std::size_t size = 0; size <= zone.size(); ++size) {
            EXPECT_THAT(wrong_in(zone.substr(0, size)), IsEmpty()) << zone.substr(0, size);
            EXPECT_EQ(examine_typed_mrz(zone.substr(0, size)).is_complete, size == zone.size());
        }
        EXPECT_EQ(examine_typed_mrz(zone).line_size, zone.find('\n'));
    }
}

TEST(TypedMrz, TellsAWrongCheckDigitAsSoonAsItIsTyped) {
    const std::string first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n";
    EXPECT_THAT(wrong_in(first + "L898902C3"), IsEmpty());
    EXPECT_THAT(wrong_in(first + "L898902C37"), ElementsAre(std::pair{2, 10}));
    EXPECT_THAT(wrong_in(first + "L898902C36UTO7408123F1204158ZE"), ElementsAre(std::pair{2, 20}, std::pair{2, 28}));
    EXPECT_THAT(wrong_in("CSC000000005"), ElementsAre(std::pair{1, 12})) << "the code tells the layout";
    EXPECT_THAT(wrong_in("I<UTOD231458908<<<<<<<<<<<<<<<"), IsEmpty()) << "it may be a TD1 or a TD2";
    EXPECT_THAT(wrong_in("I<UTOD231458908<<<<<<<<<<<<<<<\n"), ElementsAre(std::pair{1, 15}));
}

TEST(TypedMrz, KnowsNothingOfLinesThatNoZoneHas) {
    EXPECT_EQ(examine_typed_mrz("").line_size, 0U);
    EXPECT_EQ(examine_typed_mrz("\n").line_size, 0U);
    EXPECT_EQ(examine_typed_mrz("P<UTO\nL898902C37\n").line_size, 0U);
    EXPECT_EQ(examine_typed_mrz(std::string(91, '<')).line_size, 0U);
    EXPECT_EQ(examine_typed_mrz(std::string(44, 'P') + "\n" + std::string(45, '<')).line_size, 0U);
}

}  // namespace
}  // namespace fivestar::identity
