// SPDX-License-Identifier: Apache-2.0
// The property that the comparison of names keeps: a change of the encoding alone never makes a name a different one.
// Changes are made by ICU's C++ normalizers, by the tables of the Unicode Character Database, and by converters.
#include "identity/matching/name_comparison.hpp"
#include "tests/identity/matching/compared_names.hpp"
#include "tests/identity/matching/print_comparison.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

using icu::UnicodeString;

/// Minimal pairs are among them, so that a change which merged too much would be noticed by `TellsNamesApart`.
constexpr auto sample_names = std::to_array<std::string_view>({"Müller, Jörg",
                                                               "Nguyễn Thị Hà",
                                                               "O’Connor, Siobhán",
                                                               "Åkesson Björn",
                                                               "Peña-López, José",
                                                               "Šašek Jiří",
                                                               "ERIKSSON<<ANNA<MARIA",
                                                               "Lǚ Nà",
                                                               "张三",
                                                               "吕娜",
                                                               "欧阳修",
                                                               "阿不都·样本",
                                                               "奕䜣",
                                                               "刘䶮",
                                                               "山高金",
                                                               "Анна Сергеевна Йёлкина",
                                                               "Γιώργος Παπαδόπουλος",
                                                               "محمد علاء",
                                                               "דָּוִד בֶּן־גּוּרִיּוֹן",
                                                               "क़ुर्रतुलऐन हैदर",
                                                               "সত্যজিৎ রায়",
                                                               "김연아",
                                                               "ヤマダ ハナコ",
                                                               "จำลอง ศรีเมือง",
                                                               "Պարույր Սևակ",
                                                               "შოთა რუსთაველი"});

UnicodeString normal_form(const UnicodeString& text, unsigned form) {
    UErrorCode error = U_ZERO_ERROR;
    const std::array forms{icu::Normalizer2::getNFCInstance(error), icu::Normalizer2::getNFDInstance(error),
                           icu::Normalizer2::getNFKCInstance(error), icu::Normalizer2::getNFKDInstance(error)};
    return forms.at(form)->normalize(text, error);
}

/// Replaces a character, wherever it is, by another encoding of it.
struct Replacement {
    UChar32 from;
    UChar32 to;
};
constexpr auto replacements = std::to_array<Replacement>({
    {0x674E, 0xF9E1}, {0x91D1, 0xF90A}, {0x9AD8, 0x2FBC}, {0x5C71, 0x2F2D}, {0x9752, 0x2FAD}, {0x4723, 0xE844},
    {0x4DAE, 0xE863}, {0x00B7, 0x2027}, {0x00B7, 0x30FB}, {0x00B7, 0xFF65}, {0x00B7, 0x02D9}, {0x00B7, 0xA78F},
    {0x00B7, 0x25CF}, {0x0020, 0x3000}, {0x0020, 0x00A0}, {0x2019, 0x0027}, {0x2019, 0x02BC}, {0x002D, 0x2010},
    {0x002D, 0xFF0D}, {0x002C, 0xFF0C}, {0x30E4, 0xFF94}, {0x30CA, 0xFF85},
});

class Changer {
  public:
    explicit Changer(std::uint32_t seed) : random_(seed) {}

    std::string change(std::string_view name) {
        UnicodeString text = UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
        for (unsigned step = 0; step < 4; ++step) change_once(text);
        std::string changed;
        text.toUTF8String(changed);
        return changed;
    }

  private:
    unsigned below(std::size_t bound) { return static_cast<unsigned>(random_() % bound); }

    void change_once(UnicodeString& text) {
        switch (below(4)) {
            case 0:
                text = normal_form(text, below(4));
                break;
            case 1: {
                constexpr std::array<UChar32, 8> invisible{0x200B, 0x200C, 0x200D, 0x2060,
                                                           0xFEFF, 0xAD,   0xFE0F, 0xE0100};
                text.insert(text.moveIndex32(
                                0, static_cast<std::int32_t>(below(static_cast<std::size_t>(text.countChar32()) + 1))),
                            UnicodeString{invisible.at(below(invisible.size()))});
                break;
            }
            case 2: {
                const Replacement& one = replacements.at(below(replacements.size()));
                text.findAndReplace(UnicodeString{one.from}, UnicodeString{one.to});
                break;
            }
            default:
                for (std::int32_t at = 0; at < text.length(); ++at) {
                    const char16_t unit = text.charAt(at);
                    if (unit > ' ' && unit <= '~' && below(2) == 0) {
                        text.setCharAt(at, static_cast<char16_t>(unit - '!' + 0xFF01));
                    }
                }
        }
    }

    std::mt19937 random_;
};

TEST(NameEncoding, NeverMakesADifference) {
    Changer changer{9303};
    for (const std::string_view name : sample_names) {
        for (int round = 0; round < 200; ++round) {
            const std::string changed = changer.change(name);
            const Comparison result = compared(written_name(name), written_name(changed));
            EXPECT_EQ(result, same()) << name << " and " << changed;
        }
    }
}

TEST(NameEncoding, TellsNamesApart) {
    Changer changer{4141};
    for (const std::string_view name : sample_names) {
        for (const std::string_view other : sample_names) {
            if (name == other) continue;
            const Comparison result = compared(written_name(changer.change(name)), written_name(changer.change(other)));
            const bool one_person = (name == "吕娜" && other == "Lǚ Nà") || (name == "Lǚ Nà" && other == "吕娜");
            EXPECT_EQ(result.likeness == Likeness::same, one_person) << name << " and " << other;
        }
    }
}

// w3c/clreq#512 and any86/any-rule#294: what stands in the place of U+00B7 in names of minorities and foreigners.
TEST(NameEncoding, TakesEveryDotForTheMiddleDot) {
    for (const char* dot : {"\u2027", "\u2219", "\u22C5", "\uFF65", "\u25CF", "\u02D9", "\uA78F", "\u16EB",
                            "\u3001", "\u3002", "-",      "\u2010", "\u2013", "\u2014", "\u2015", "\u2022",
                            "\u30FB", ".",      "\uFF0E", "\u0387", " ",      "\u3000", ""}) {
        const std::string name = std::string{"阿沛"}.append(dot).append("阿旺晋美");
        EXPECT_EQ(compared(chinese("阿沛·阿旺晋美"), chinese(name)), same()) << name;
        EXPECT_EQ(compared(chinese("阿沛·阿旺晋美"), written_name(name)), same()) << name;
    }
    EXPECT_EQ(compared(chinese("阿沛·阿旺晋美"), chinese("阿沛·阿旺晋")), different());
}

// hotoo/pinyin#375 and zh-lx/pinyin-pro#283: one passport, as travel agencies and people write it.
TEST(NameEncoding, TakesEveryWayToWriteTheUmlaut) {
    for (const char* written : {"Lü Na", "LV NA", "LU NA", "Lǚ Nà", "Lu\u0308 Na", "Lu\u0308\u030C Na\u0300", "LUE NA",
                                "LUU NA", "LUXX<<NA", "Lyu, Na"}) {
        const Comparison result = compared(zone("LYU", "NA"), written_name(written));
        EXPECT_EQ(result, same(std::string_view{written} == "Lyu, Na" ? Reason::none : Reason::transliterated))
            << written;
    }
    EXPECT_EQ(compared(zone("LYU", "NA"), written_name("吕娜")), same(Reason::transliterated));
    EXPECT_EQ(compared(zone("LYU", "NA"), written_name("LI NA")), different());
    EXPECT_EQ(compared(zone("SHI", "LYUE"), written_name("SHI LU")), different()) << "lüe is another syllable than lü";
}

}  // namespace
}  // namespace fivestar::identity
