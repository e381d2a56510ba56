// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/name_words.hpp"

#include "identity/matching/name_comparison.hpp"
#include "tests/identity/matching/compared_names.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(CompareNames, Transliterates) {
    for (const auto& [zone_text, printed] :
         {std::pair{"MUELLER<<JOERG", "Müller, Jörg"}, std::pair{"MULLER<<JORG", "Müller, Jörg"},
          std::pair{"MUXXLLER<<JOERG", "MÜLLER, JÖRG"}, std::pair{"MUELLER<<JOERG", "Mu\u0308ller, Jo\u0308rg"},
          std::pair{"AAKESSON<<BJOERN", "Åkesson, Björn"}, std::pair{"PENXXA<<JOSE", "Peña, José"},
          std::pair{"PENA<<JOSE", "Pen\u0303a, Jose\u0301"}, std::pair{"THORSDOTTIR<<GUDRUN", "Þórsdóttir, Guðrún"},
          std::pair{"STRASSER<<ANNA", "Straßer, Anna"}, std::pair{"NGUYEN<<THI<HA", "Nguyễn, Thị Hà"}}) {
        EXPECT_EQ(compared(zone_text, printed), same(Reason::transliterated)) << printed;
    }
    EXPECT_EQ(compared("Müller, Jörg", "MÜLLER, jörg"), same());
    EXPECT_EQ(compared("MUELLER, JOERG", "MULLER, JORG"), different()) << "nothing says that this E is half a letter";
    EXPECT_EQ(compared("Müller", "Möller"), different());
}

TEST(CompareNames, HasLimits) {
    EXPECT_EQ(compared(std::string(max_name_size + 1, 'A'), "ANNA"), not_comparable(Reason::too_long));
    std::string many = "A";
    for (std::size_t count = 0; count < max_name_words; ++count) many += " A";
    EXPECT_EQ(compared(many, "ANNA"), not_comparable(Reason::too_long));
    EXPECT_EQ(compared(std::string(max_name_size, 'A'), std::string(max_name_size, 'A')), same());
}

}  // namespace
}  // namespace fivestar::identity
