// SPDX-License-Identifier: Apache-2.0
// Names: the examples of Doc 9303-3 section 4.6 and Doc 9303-4 appendix B (a printed name and its machine-readable
// zone), then what bookings make of names. Names of invented people.
#include "identity/matching/name_comparison.hpp"

#include "tests/identity/matching/compared_names.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(CompareNames, FindsEqualOnesHoweverTheyArePunctuated) {
    for (const auto& [zone_text, printed] : {std::pair{"ERIKSSON<<ANNA<MARIA", "Eriksson, Anna-Maria"},
                                             std::pair{"DARTAGNAN<<JACQUES", "D’Artagnan, Jacques"},
                                             std::pair{"OCONNOR<<ENYA<SIOBHAN", "O'CONNOR, ENYA SIOBHAN"},
                                             std::pair{"VAN<DER<MUELLEN<<MARTIN", "Van der Muellen, Martin"},
                                             std::pair{"SMITH<JONES<<SUSIE<MARGARET", "Smith-Jones, Susie Margaret"},
                                             std::pair{"ARKFREITH", "Arkfreith"}}) {
        EXPECT_EQ(compared(zone_text, printed), same()) << printed;
    }
}

TEST(CompareNames, DoesNotMindTheOrder) {
    EXPECT_EQ(compared(zone("ERIKSSON", "ANNA MARIA"), written_name("Anna Maria Eriksson")), same(Reason::other_order));
    EXPECT_EQ(compared(zone("ERIKSSON", "ANNA MARIA"), zone("ANNA MARIA", "ERIKSSON")), same(Reason::other_order));
    EXPECT_EQ(compared(zone("MUELLER", "JOERG"), written_name("Jörg Müller")), same(Reason::other_order));
}

TEST(CompareNames, DoesNotMindHowANameIsDivided) {
    EXPECT_EQ(compared(zone("ERIKSSON", "ANNA MARIA"), written_name("ERIKSSON, ANNAMARIA")),
              same(Reason::other_division));
    EXPECT_EQ(compared(zone("ZHANG", "XIAOMING"), written_name("ZHANG XIAO MING")), same(Reason::other_division));
    EXPECT_EQ(compared(zone("ZHANG", "XIAOMING"), written_name("Xiao-Ming Zhang")), same(Reason::other_division));
    EXPECT_EQ(compared(zone("DE LA CRUZ", "JUAN"), written_name("DELACRUZ, JUAN")), same(Reason::other_division));
}

TEST(CompareNames, KnowsATruncatedZone) {
    const Names full = written_name("Nilavadhanananda, Chayapa Dejthamrong Krasuang");
    EXPECT_EQ(compared(zone("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", true), full), same(Reason::truncated));
    EXPECT_EQ(compared(zone("NILAVADHANANANDA", "CHAYAPA DEJTHAM", true), full), same(Reason::truncated));
    EXPECT_EQ(compared(zone("NILAVADHANANANDA", "CHAYAPA X", true), full), different());
    EXPECT_EQ(compared(zone("BENNELONG WOOLOOMOOLOO WARRANDYTE W", "DINGO", true),
                       written_name("Bennelong Wooloomooloo Warrandyte Warnambool, Dingo Potoroo")),
              same(Reason::truncated));
    EXPECT_EQ(compared(zone("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", true),
                       written_name("Chayapa Dejthamrong Krasuang Nilavadhanananda")),
              same(Reason::truncated));
    // The published specimen of the 2023 card, and the 30 characters that its zone has for it.
    EXPECT_EQ(compared(zone("ZHENGJIAN", "YANGBEN ZHENG J Y B", true),
                       written_name("ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN")),
              same(Reason::truncated));
}

TEST(CompareNames, KnowsInitialsAndNamesLeftOut) {
    const Names full = zone("ERIKSSON", "ANNA MARIA");
    for (const char* booked : {"A. M. Eriksson", "Eriksson, A.", "Eriksson, Anna", "Anna Eriksson", "Eriksson, Maria",
                               "ERIKSSON, ANNA M", "Anna M. Eriksson"}) {
        EXPECT_EQ(compared(full, written_name(booked)), same(Reason::abbreviated)) << booked;
    }
    for (const char* booked : {"Eriksson, B.", "Eriksson, Hanna", "E. Anna Maria", "Eriksson, Maria Anna Sofia B.",
                               "Eriks, Anna", "Anna Maria"}) {
        EXPECT_EQ(compared(full, written_name(booked)), different()) << booked;
    }
    EXPECT_EQ(compared(full, written_name("Eriksson")), not_comparable(Reason::incomplete));
}

TEST(CompareNames, ComparesChineseNamesByTheirCharacters) {
    EXPECT_EQ(compared(chinese("张三"), chinese("张 三")), same());
    EXPECT_EQ(compared(chinese("阿不都·样本"), written_name("阿不都•样本")), same());
    EXPECT_EQ(compared(chinese("张三"), chinese("张三丰")), different());
    // The text record has room for fifteen characters.
    EXPECT_EQ(compared(chinese("证件样本证件样本证件样本证件样"), chinese("证件样本证件样本证件样本证件样本")),
              same(Reason::truncated));
    EXPECT_EQ(compared(chinese("证件样本证件样本证件样本证件"), chinese("证件样本证件样本证件样本证件样本")),
              different());
}

TEST(CompareNames, DoesNotCrossScripts) {
    EXPECT_EQ(compared("Άννα Έρικσον", "ANNA ERIKSON"), not_comparable(Reason::different_scripts));
    EXPECT_EQ(compared("Анна Эрикссон", "ANNA ERICSON"), not_comparable(Reason::different_scripts));
    EXPECT_EQ(compared("ANNA 2", "ANNA"), not_comparable(Reason::unknown_letter));
    EXPECT_EQ(compare_latin_names(chinese("张三"), zone("ZHANG", "SAN")), not_comparable(Reason::different_scripts));
    EXPECT_EQ(compare_chinese_names(chinese("张三"), zone("ZHANG", "SAN")), not_comparable(Reason::different_scripts));
    EXPECT_EQ(compared("", "ANNA"), not_comparable(Reason::no_value));
    EXPECT_EQ(compared(Names{}, Names{}), not_comparable(Reason::no_value));
}

TEST(CompareNames, ReadsAChineseNameAsAWholeOrNotAtAll) {
    EXPECT_EQ(compared(chinese("张三"), zone("ZHANG", "SAN")), same(Reason::transliterated));
    EXPECT_EQ(compared("张三", "San Zhang"), same(Reason::transliterated));
    EXPECT_EQ(compared("张三", "ZHANG,SAN"), same(Reason::transliterated));
    EXPECT_EQ(compared("欧阳 三", "Ou-yang San"), same(Reason::transliterated));
    for (const char* latin : {"ZHANG", "ZHANG<<S", "ZHANG<<SI", "LI<<SAN", "ZHANG<<SAN<FENG", "CHANG SAN", "ZHANGS AN",
                              "ZHAN GSAN", "Cheung Sam"}) {
        EXPECT_EQ(compared("张三", latin), not_comparable(Reason::different_scripts)) << latin;
    }
    EXPECT_EQ(compared("方安", "FANG AN"), same(Reason::transliterated));
    EXPECT_EQ(compared("方安", "FAN GAN"), not_comparable(Reason::different_scripts)) << "other syllables";
    // One character has no reading, one name is too long, and one is no Latin text.
    EXPECT_EQ(compared("张\uE000", "ZHANG SAN"), not_comparable(Reason::different_scripts));
    std::string many;
    std::string read;
    for (int count = 0; count < 65; ++count) {
        many += "三";
        read += "SAN";
    }
    EXPECT_EQ(compared(many, read), not_comparable(Reason::different_scripts));
    EXPECT_EQ(compared("张三", "Чжан Сань"), not_comparable(Reason::different_scripts));
    EXPECT_EQ(compared("张三", "ZHANG 3"), not_comparable(Reason::different_scripts));
}

// The national text record counts UTF-16 units, and dots among them.
TEST(CompareNames, KnowsWhereTheTextRecordCutAName) {
    EXPECT_EQ(compared(chinese("证件样本·件样本证件样本证件样"), chinese("证件样本·件样本证件样本证件样本")),
              same(Reason::truncated));
    EXPECT_EQ(compared(chinese("证件样本证件样本证件样本证件\uFFFD"), chinese("证件样本证件样本证件样本证件𠮷本")),
              same(Reason::truncated));
    EXPECT_EQ(compared(chinese("证件样本证件样本证件样本证𠮷"), chinese("证件样本证件样本证件样本证𠮷本")),
              same(Reason::truncated));
}

TEST(CompareNames, DoesNotJudgeByCharactersThatSayNothing) {
    for (const char* unknown : {"张\uFFFD", "张\uE000", "张*", "张?", "张□", "张〓", "\uFFFD三"}) {
        EXPECT_EQ(compared("张三", unknown), not_comparable(Reason::unknown_letter)) << unknown;
    }
    EXPECT_EQ(compared("张\uFFFD", "张\uFFFD"), not_comparable(Reason::unknown_letter)) << "two that were lost";
    EXPECT_EQ(compared("张\uE000", "张\uE000"), same());
    EXPECT_NE(compared(chinese("·"), chinese("-")), same()) << "dots are no name";
    EXPECT_EQ(compared("张三", "李\uFFFD"), different());
    EXPECT_EQ(compared("张三", "张三\uFFFD"), different());
    EXPECT_EQ(compared("张*", "张"), different()) << "a mask is no dot";
    EXPECT_EQ(compared("ANNA\uFFFD", "ANNA"), not_comparable(Reason::unknown_letter));
}

TEST(CompareNames, BothScriptsMustAgreeWhereBothAreThere) {
    const Names card = written_name("张三 ZHANG SAN");
    EXPECT_EQ(compared(card, written_name("张三 Zhang San")), same());
    EXPECT_EQ(compared(card, written_name("张三 San Zhang")), same(Reason::other_order));
    EXPECT_EQ(compared(card, written_name("李四 ZHANG SAN")), different());
    EXPECT_EQ(compared(card, written_name("张三 LI SI")), different());
    EXPECT_EQ(compared(card, written_name("ZHANG, SAN")), same());
    EXPECT_EQ(compared(card, chinese("张三")), same());
}

TEST(WrittenName, TellsThePartsApart) {
    const Names fillers = written_name("ERIKSSON<<ANNA<MARIA<<<<<<");
    ASSERT_TRUE(fillers.primary.has_value() && fillers.secondary.has_value());
    EXPECT_EQ(compare_latin_names(fillers, zone("ERIKSSON", "ANNA MARIA")), same());
    EXPECT_FALSE(written_name("张三").latin.has_value());
    EXPECT_FALSE(written_name("Anna").chinese.has_value());
}

// A zone of China has room for three or four characters, and says how many it left out.
TEST(CompareNames, KnowsAChineseNameThatAZoneCut) {
    Names cut = chinese("证件样");
    EXPECT_EQ(compared(cut, chinese("证件样本")), different());
    cut.chinese_truncated = true;
    EXPECT_EQ(compared(cut, chinese("证件样本")), same(Reason::truncated));
    EXPECT_EQ(compared(cut, chinese("证件样")), same());
    EXPECT_EQ(compared(cut, chinese("证件")), different());
    EXPECT_EQ(compared(cut, chinese("证样件本")), different());
}

}  // namespace
}  // namespace fivestar::identity
