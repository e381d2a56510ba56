// SPDX-License-Identifier: Apache-2.0
// Expected values: tests/vectors/samv/README.md, after the published specimen cards.
#include "identity/china/previous_numbers.hpp"

#include "identity/china/national_text.hpp"
#include "tests/identity/china/national_texts.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PreviousNumbers, AreTwoWhenTheNationalityChanged) {
    // The number keeps Pakistan (586); the holder is Canadian now. Check digits by the 7-3-1 rule, computed with
    // python.
    EXPECT_THAT(texts(previous_numbers("931586198001010028", "CAN", "000")),
                ElementsAre("CAN310080010105", "PAK310080010103"));
    const auto text = parse_national_text(with(record("Y"), 242, "CAN"));
    EXPECT_THAT(texts(text->previous_numbers), ElementsAre("CAN310080010105", "PAK310080010103"));
}

TEST(PreviousNumbers, KnowWhoWasStateless) {
    EXPECT_THAT(texts(previous_numbers("931000198001010020", "PAK", "000")),
                ElementsAre("PAK310080010103", "XXA310080010108"));
    EXPECT_THAT(texts(previous_numbers("931000198001010020", "XXA", "000")), ElementsAre("XXA310080010108"));
}

TEST(PreviousNumbers, UseCityAndSequenceOfTheAssociation) {
    EXPECT_THAT(texts(previous_numbers("931586198001010028", "PAK", "253")), ElementsAre("PAK312580010139"));
}

TEST(PreviousNumbers, AreNoneForAFirstCard) {
    const auto text = parse_national_text(with(record("Y"), 250, "   "));
    EXPECT_THAT(text->previous_numbers, IsEmpty());
    EXPECT_THAT(text->findings, IsEmpty());
}

TEST(PreviousNumbers, AreNoneForAnAssociationThatIsNone) {
    EXPECT_THAT(previous_numbers("931586198001010028", "PAK", "0A0"), IsEmpty());
    EXPECT_THAT(previous_numbers("931586198001010028", "PAK", "00"), IsEmpty());
    EXPECT_THAT(previous_numbers("11010519491231002X", "PAK", "000"), IsEmpty());
    EXPECT_THAT(parse_national_text(with(record("Y"), 250, "0A0"))->findings, ElementsAre(Reason::text_association));
}

}  // namespace
}  // namespace fivestar::identity
