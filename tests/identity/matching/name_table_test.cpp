// SPDX-License-Identifier: Apache-2.0
// Names in fifteen scripts, two spellings each. Romanised names are those under which public persons are known, or
// those of the standard that the pair names; encodings are those of the Unicode Character Database (15.0) and of GB
// 18030.
#include "identity/matching/name_comparison.hpp"
#include "tests/identity/matching/compared_names.hpp"
#include "tests/identity/matching/print_comparison.hpp"

#include <set>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

struct NamePair {
    std::string_view script;
    std::string_view one;
    std::string_view other;
    Comparison expected;
    std::string_view source;
};

const std::vector<NamePair>& name_pairs() {
    static const std::vector<NamePair> table{
        {"Han", "姚明", "YAO<<MING", same(Reason::transliterated), "basketball player"},
        {"Han", "李娜", "Li Na", same(Reason::transliterated), "tennis player"},
        {"Han", "刘翔", "LIU<<XIANG", same(Reason::transliterated), "hurdler"},
        {"Han", "郎平", "Lang Ping", same(Reason::transliterated), "volleyball coach"},
        {"Han", "侯逸凡", "HOU<<YIFAN", same(Reason::transliterated), "chess player, as in the FIDE list"},
        {"Han", "丁立人", "Ding Liren", same(Reason::transliterated), "chess player, as in the FIDE list"},
        {"Han", "屠呦呦", "Tu Youyou", same(Reason::transliterated), "Nobel Prize 2015"},
        {"Han", "莫言", "Mo Yan", same(Reason::transliterated), "Nobel Prize 2012"},
        {"Han", "张艺谋", "Zhang Yimou", same(Reason::transliterated), "film director"},
        {"Han", "章子怡", "Ziyi Zhang", same(Reason::transliterated), "actress, in the western order"},
        {"Han", "翟志刚", "Zhai Zhigang", same(Reason::transliterated), "astronaut; 翟 is Zhai as a family name"},
        {"Han", "任长霞", "Ren Changxia", same(Reason::transliterated), "police officer; 任 is Rén, 长 is Cháng"},
        {"Han", "曾国藩", "Zeng Guofan", same(Reason::transliterated), "statesman; 曾 is Zēng as a family name"},
        {"Han", "单田芳", "Shan Tianfang", same(Reason::transliterated), "storyteller; 单 is Shàn as a family name"},
        {"Han", "解振华", "Xie Zhenhua", same(Reason::transliterated), "climate envoy; 解 is Xiè as a family name"},
        {"Han", "吕思清", "Lü Siqing", same(Reason::transliterated), "violinist"},
        {"Han", "吕思清", "LYU<<SIQING", same(Reason::transliterated), "the same by GB/T 28039-2011"},
        {"Han", "欧阳修", "Ouyang Xiu", same(Reason::transliterated), "poet, with a family name of two characters"},
        {"Han", "華羅庚", "Hua Luogeng", same(Reason::transliterated), "mathematician, in traditional characters"},
        {"Han", "李小龍", "Lee Siu Lung", not_comparable(Reason::different_scripts), "Bruce Lee: Cantonese"},
        {"Han", "成龍", "Jackie Chan", not_comparable(Reason::different_scripts),
         "actor: Cantonese, and a name of choice"},
        {"Han", "蔣介石", "Chiang Kai-shek", not_comparable(Reason::different_scripts),
         "statesman: Cantonese postal form"},
        {"Han", "覃海洋", "Qin Haiyang", not_comparable(Reason::different_scripts),
         "swimmer: CLDR reads 覃 as Tán alone"},
        {"Han", "李小龙", "\uF9E1小龙", same(), "UnicodeData.txt: U+F9E1 is U+674E"},
        {"Han", "金庸", "\uF90A庸", same(), "UnicodeData.txt: U+F90A is U+91D1"},
        {"Han", "高行健", "\u2FBC\u2F8F健", same(), "UnicodeData.txt: Kangxi radicals 189 and 144"},
        {"Han", "奕䜣", "奕\uE844", same(), "GB 18030, octets FE80"},
        {"Han", "刘䶮", "刘\uE863", same(), "GB 18030, octets FE9F"},
        {"Han", "劉德華", "刘德华", different(), "traditional and simplified characters are other characters"},
        {"Latin", "Schröder, Gerhard", "SCHROEDER<<GERHARD", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ö is OE"},
        {"Latin", "Kierkegaard, Søren", "KIERKEGAARD<<SOEREN", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ø is OE"},
        {"Latin", "Ångström, Anders", "AANGSTROEM<<ANDERS", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Å is AA"},
        {"Latin", "Peña Nieto, Enrique", "PENXXA<NIETO<<ENRIQUE", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ñ is NXX"},
        {"Latin", "Dvořák, Antonín", "DVORAK<<ANTONIN", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ř is R, Á is A"},
        {"Latin", "Wałęsa, Lech", "WALESA<<LECH", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ł is L, Ę is E"},
        {"Latin", "Weiß, Peter", "WEISS<<PETER", same(Reason::transliterated), "Doc 9303-3 §6, table A: ß is SS"},
        {"Latin", "Erdoğan, Yılmaz", "ERDOGAN<<YILMAZ", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ğ is G, ı is I"},
        {"Latin", "Þórðarson, Þórbergur", "THORDARSON<<THORBERGUR", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Þ is TH, Ð is D"},
        {"Latin", "Müntzer, Thomas", "MUXXNTZER<<THOMAS", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ü is UXX"},
        {"Latin", "Sjöström, Victor", "SJOESTROEM<<VICTOR", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Ö is OE"},
        {"Latin", "Æsop Œuvre", "AESOP<OEUVRE", same(Reason::transliterated),
         "Doc 9303-3 §6, table A: Æ is AE, Œ is OE"},
        {"Latin", "Nguyễn Thị Định", "NGUYEN<<THI<DINH", same(Reason::transliterated),
         "vice president of Viet Nam; marks omitted as in passports of Viet Nam"},
        {"Latin", "Nguyễn Thị Định", "Nguye\u0302\u0303n Thi\u0323 Đi\u0323nh", same(),
         "UnicodeData.txt: U+1EC5, U+1ECB"},
        {"Latin", "Ceaușescu, Nicolae", "CEAUSESCU<<NICOLAE", same(Reason::transliterated), "U+0219 without its comma"},
        {"Cyrillic", "Андрей Сахаров", "Андреи\u0306 Сахаров", same(), "UnicodeData.txt: U+0439"},
        {"Cyrillic", "Сергей Королёв", "СЕРГЕЙ КОРОЛЁВ", same(), "CaseFolding.txt"},
        {"Cyrillic", "Сергей Королёв", "SERGEI KOROLEV", same(Reason::transliterated),
         "Doc 9303-3 §6, table B: Й is I, Ё is E"},
        {"Cyrillic", "Сергей Королёв", "SERGEJ KOROLJOV", not_comparable(Reason::different_scripts),
         "pronunciations are not compared"},
        {"Cyrillic", "Сергей Королёв", "Андрей Сахаров", not_comparable(Reason::different_scripts),
         "two persons: letters of other scripts never make a difference"},
        {"Greek", "Μίκης Θεοδωράκης", "Μ\u1F77κης Θεοδωρ\u1F71κης", same(), "UnicodeData.txt: U+1F77, U+1F71"},
        {"Greek", "Μίκης Θεοδωράκης", "Μι\u0301κης Θεοδωρα\u0301κης", same(), "UnicodeData.txt: U+03AF, U+03AC"},
        {"Hebrew", "שׁמואל עגנון", "\uFB2Aמואל עגנון", same(), "UnicodeData.txt: U+FB2A"},
        {"Hebrew", "בן־גוריון דוד", "בן-גוריון דוד", same(), "the maqaf is a hyphen (PropList.txt: Dash)"},
        {"Arabic", "محمد", "\uFEE3\uFEA4\uFEE4\uFEAA", same(), "UnicodeData.txt: presentation forms"},
        {"Arabic", "علاء الأسواني", "ع\uFEFCء الا\u0654سواني", same(),
         "UnicodeData.txt: U+FEFC is lam and alef; U+0623"},
        {"Devanagari", "क़ुर्रतुलऐन हैदर", "\u0958ुर्रतुलऐन हैदर", same(), "UnicodeData.txt: U+0958"},
        {"Bengali", "সত্যজিৎ রা\u09DF", "সত্যজিৎ রায\u09BC", same(), "UnicodeData.txt: U+09DF"},
        {"Gurmukhi", "\u0A59ੁਸ\u0A3Cਵੰਤ ਸਿੰਘ", "ਖ\u0A3Cੁਸ\u0A3Cਵੰਤ ਸਿੰਘ", same(), "UnicodeData.txt: U+0A59"},
        {"Tamil", "சொ விருத்த\u0BBEசலம்", "ச\u0BC6\u0BBE விருத்த\u0BBEசலம்", same(), "UnicodeData.txt: U+0BCA"},
        {"Thai", "จ\u0E33ลอง ศรีเมือง", "จ\u0E4Dาลอง ศรีเมือง", same(), "UnicodeData.txt: U+0E33"},
        {"Hangul", "김연아", "\u1100\u1175\u11B7\u110B\u1167\u11AB\u110B\u1161", same(),
         "The Unicode Standard §3.12: conjoining jamo"},
        {"Katakana", "クサマ ヤヨイ", "\uFF78\uFF7B\uFF8F \uFF94\uFF96\uFF72", same(),
         "UnicodeData.txt: halfwidth forms"},
        {"Katakana", "ヤマダ", "\uFF94\uFF8F\uFF80\uFF9E", same(), "UnicodeData.txt: halfwidth forms"},
        {"Armenian", "Պարո\u0582յր Ս\u0587ակ", "Պարո\u0582յր Սե\u0582ակ", same(), "UnicodeData.txt: U+0587"},
        {"Georgian", "შოთა რუსთაველი", "ᲨᲝᲗᲐ ᲠᲣᲡᲗᲐᲕᲔᲚᲘ", same(), "CaseFolding.txt: Mtavruli"},
    };
    return table;
}

TEST(NameTable, IsKept) {
    std::set<std::string_view> scripts;
    for (const NamePair& pair : name_pairs()) {
        scripts.insert(pair.script);
        EXPECT_EQ(compared(pair.one, pair.other), pair.expected)
            << pair.one << " and " << pair.other << ": " << pair.source;
        EXPECT_EQ(compared(pair.one, pair.one), same()) << pair.one;
    }
    EXPECT_GE(name_pairs().size(), 60U);
    EXPECT_GE(scripts.size(), 12U);
}

}  // namespace
}  // namespace fivestar::identity
