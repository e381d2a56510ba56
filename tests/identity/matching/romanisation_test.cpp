// SPDX-License-Identifier: Apache-2.0
// Cyrillic and Arabic names against Latin ones. Expected values: Doc 9303-3 (8th edition) §6, its notes, and the
// examples of appendix B §B.5.9; or the form under which a public person is known, where it is that of the tables.
#include "identity/matching/romanisation.hpp"

#include "identity/matching/name_comparison.hpp"
#include "tests/identity/matching/compared_names.hpp"
#include "tests/identity/matching/print_comparison.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

constexpr Comparison transliterated_name = same(Reason::transliterated);
constexpr Comparison other_scripts = not_comparable(Reason::different_scripts);

std::string in(Romanisation rules, std::string_view word) {
    const auto text = romanised(word, rules);
    return text ? std::string{text->view()} : "none";
}

TEST(Romanised, HasEveryLetterOfTableB) {
    EXPECT_EQ(in(Romanisation::cyrillic, "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
              "ABVGDEZHZIIKLMNOPRSTUFKHTSCHSHSHCHIEYEIUIA");
    EXPECT_EQ(in(Romanisation::cyrillic, "ёђєѕіїјљњќўџѫѵґғһ"), "EDIEDZIIJLJNJKUDZUYGGC");
}

TEST(Romanised, FollowsTheExceptionsOfALanguage) {
    EXPECT_EQ(in(Romanisation::belarusian, "ёг"), "IOH");
    EXPECT_EQ(in(Romanisation::ukrainian, "єє"), "YEIE");
    EXPECT_EQ(in(Romanisation::ukrainian, "її"), "YII");
    EXPECT_EQ(in(Romanisation::ukrainian, "йй"), "YI");
    EXPECT_EQ(in(Romanisation::ukrainian, "юю"), "YUIU");
    EXPECT_EQ(in(Romanisation::ukrainian, "яя"), "YAIA");
    EXPECT_EQ(in(Romanisation::ukrainian, "ги"), "HY");
    EXPECT_EQ(in(Romanisation::serbian, "гжхцчш"), "HZHCCS");
    EXPECT_EQ(in(Romanisation::serbian_with_g, "гжхцчш"), "GZHCCS");
    EXPECT_EQ(in(Romanisation::macedonian, "ќџхцғ"), "KJDJHCGJ");
    EXPECT_EQ(in(Romanisation::bulgarian, "щ"), "SHT");
    EXPECT_EQ(in(Romanisation::bulgarian_law, "йхщъьюя"), "YHSHTAYYUYA");
    EXPECT_EQ(in(Romanisation::bulgarian_law, "мария"), "MARIA");
}

TEST(Romanised, HasEveryLetterOfTableC) {
    EXPECT_EQ(in(Romanisation::arabic, "ءآأؤإئابتثجحخدذرزسشصضطظعغ"),
              "XEXAAXAEUIXIABTXTHJXHXKHDXDHRZSXSHXSSXDZXTTXZZEG");
    EXPECT_EQ(in(Romanisation::arabic, "فـقكلمنهوىي"), "FQKLMNHWXAYY");
    EXPECT_EQ(in(Romanisation::arabic, "ٱٹټپځڅچڈډڑړږژښ"), "XXAXXTXRTPXKEXXHXCXXDXDRXXRXRRXRXXJXXS");
    EXPECT_EQ(in(Romanisation::arabic, "کګڭگںڼھۀہۂۃیۍېےۓ"), "XKKXXKXNGXGGXNNXXNXDOXYHXXGXGEXTGXYAXXYYXYBXBE");
}

/// Notes 2 and 3 of table C.
TEST(Romanised, DoublesByShaddaAndWritesTehMarbutaByItsPlace) {
    EXPECT_EQ(in(Romanisation::arabic, "عب\u0651اس"), "EBBAS");
    EXPECT_EQ(in(Romanisation::arabic, "فض\u0651ة"), "FXDZXDZXAH");
    EXPECT_EQ(in(Romanisation::arabic, "فض\u064E\u0651ة\u064C"), "FXDZXDZXAH") << "with vowels";
    EXPECT_EQ(in(Romanisation::arabic, "ةا"), "XTAA");
    EXPECT_EQ(in(Romanisation::arabic, "\u0651"), "") << "nothing to double";
}

TEST(Romanised, IsNothingForALetterOfAnotherScript) {
    EXPECT_EQ(in(Romanisation::cyrillic, "annа"), "none");
    EXPECT_EQ(in(Romanisation::arabic, "анна"), "none");
    EXPECT_EQ(in(Romanisation::cyrillic, "محمد"), "none");
    EXPECT_EQ(in(Romanisation::arabic, "\u069C"), "none") << "obsolete";
    EXPECT_EQ(in(Romanisation::cyrillic, "\u04E9"), "none") << "a letter of Mongolian";
}

TEST(CompareRomanised, FindsCyrillicNames) {
    for (const auto& [name, zone_text] : {std::pair{"Хрущёв, Никита", "KHRUSHCHEV<<NIKITA"},
                                          {"Юрий Гагарин", "IURII GAGARIN"},
                                          {"Гагарин Юрий", "Iurii Gagarin"},
                                          {"ЗЕЛЕНСЬКИЙ Володимир", "ZELENSKYI<<VOLODYMYR"},
                                          {"Євген Ющенко", "YEVHEN YUSHCHENKO"},
                                          {"Рыгор Лукашэнка", "LUKASHENKA<<RYHOR"},
                                          {"Новак Ђоковић", "DOKOVIC<<NOVAK"},
                                          {"Новак Ђоковић", "Đoković, Novak"},
                                          {"Глигорић Светозар", "GLIGORIC<<SVETOZAR"},
                                          {"Щерев Петър", "SHTEREV<<PETAR"},
                                          {"Андреи\u0306 Сахаров", "SAKHAROV<<ANDREI"},
                                          {"Анна-Мария Эрикссон", "ERIKSSON<<ANNAMARIIA"}}) {
        EXPECT_EQ(compared(name, zone_text), transliterated_name) << name << zone_text;
    }
}

TEST(CompareRomanised, FindsTheArabicNamesOfAppendixB) {
    for (const auto& [name, zone_text] : {std::pair{"ابو بكر محمد بن زكريا الرازي", "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"},
                                          {"جمال عبد الناصر", "JMAL<EBD<ALNAXSSR"},
                                          {"إسماعيل عز\u0651 الدين", "ISMAEYL<EZZ<ALDYN"},
                                          {"جميلة نعيمة", "JMYLXAH<NEYMXAH"},
                                          {"عبد العزيز بن متعب", "EBD<ALEZYZ<BN<MTEB"},
                                          {"هاري الشماع", "HARY<ALXSHMAE"}}) {
        EXPECT_EQ(compared(name, zone_text), transliterated_name) << name;
    }
}

TEST(CompareRomanised, NeverTellsThatNamesDiffer) {
    for (const auto& [name, latin] : {std::pair{"Сергей Королёв", "ANDREI SAKHAROV"},
                                      {"Сергей", "SERGEI KOROLEV"},
                                      {"Сергей Королёв", "SERGEI"},
                                      {"Сергей Королёв", "S. KOROLEV"},
                                      {"Елена", "HELENA"},
                                      {"Юрий Гагарин", "YURI GAGARIN"},
                                      {"Глигорий Щерев", "HLIHORII SHTEREV"},  // Ukrainian and Bulgarian at once
                                      {"محمد", "MOHAMMED"},
                                      {"Анна محمد", "ANNA MXHMD"},
                                      {"Ь", "A"},
                                      {"Лу", "LYU"}}) {
        EXPECT_EQ(compared(name, latin), other_scripts) << name;
    }
    EXPECT_EQ(compared("Анна", "ANNA 2"), not_comparable(Reason::unknown_letter));
    EXPECT_EQ(compare_latin_names(written_name("Анна"), written_name("ANNA")), transliterated_name);
}

}  // namespace
}  // namespace fivestar::identity
