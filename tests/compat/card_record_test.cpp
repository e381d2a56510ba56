// SPDX-License-Identifier: Apache-2.0
// The records of tests/vectors/samv (README.md), and their characters in GBK as Python's codec has them.
#include "compat/card_record.hpp"

#include "compat/process.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::compat {
namespace {

using Field = CardRecord::Field;

std::string text_in(const Gbk& text) {
    return {reinterpret_cast<const char*>(text.view().data()), text.size()};
}

/// The fields of a card as lib100UD.so hands them out.
struct Shown {
    explicit Shown(const std::string& kind) : octets{test::read_vector_bytes("samv/text_" + kind + ".bin")} {}

    CardRecord record() const { return CardRecord::of(octets).value(); }
    std::string field(Field name, std::size_t most = 70) const {
        Gbk text;
        EXPECT_TRUE(record().text(name, most, text));
        return text_in(text);
    }
    template <class Get>
    std::string by(Get get) const {
        Gbk text;
        EXPECT_TRUE((record().*get)(70, text));
        return text_in(text);
    }
    std::string previous_number() const {
        Gbk text;
        EXPECT_TRUE(record().previous_number(text));
        return text_in(text);
    }

    std::vector<std::uint8_t> octets;
};

TEST(CompatCardRecord, HasTheFieldsOfACitizen) {
    const Shown card{"cn"};
    EXPECT_TRUE(card.record().is_of_citizen_form());
    EXPECT_EQ(card.field(Field::chinese_name), "\xD5\xC5\xC8\xFD");
    EXPECT_EQ(card.by(&CardRecord::sex), "\xC4\xD0");
    EXPECT_EQ(card.by(&CardRecord::nation), "\xBA\xBA");
    EXPECT_EQ(card.field(Field::birth_date), "19491231");
    EXPECT_EQ(card.field(Field::number), "11010519491231002X");
    EXPECT_EQ(card.field(Field::valid_until), "\xB3\xA4\xC6\xDA");
    EXPECT_EQ(card.previous_number(), "");
    EXPECT_EQ(card.field(Field::renewal_count), "") << "a field of another kind";
}

TEST(CompatCardRecord, HasTheFieldsOfAPermit) {
    const Shown card{"J"};
    EXPECT_TRUE(card.record().is_of_citizen_form());
    EXPECT_EQ(card.field(Field::number), "810000199001010019");
    EXPECT_EQ(card.by(&CardRecord::nation), "");
    EXPECT_EQ(card.field(Field::issue_count), "01");
}

TEST(CompatCardRecord, HasTheFieldsOfForeigners) {
    const Shown older{"I"};
    EXPECT_TRUE(older.record().is_of_foreigner());
    EXPECT_EQ(older.by(&CardRecord::english_name), "ZHENGJIAN,YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y");
    EXPECT_EQ(older.by(&CardRecord::nation), "PAK");
    EXPECT_EQ(older.by(&CardRecord::issuer), "\xB9\xAB\xB0\xB2\xB2\xBF");
    EXPECT_EQ(older.field(Field::card_version), "01");

    const Shown card{"Y"};
    EXPECT_TRUE(card.record().is_of_foreigner());
    EXPECT_EQ(card.by(&CardRecord::english_name), "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN");
    EXPECT_EQ(card.field(Field::chinese_name, 8), "\xD6\xA4\xBC\xFE\xD1\xF9\xB1\xBE") << "cut where the room ends";
    EXPECT_EQ(card.field(Field::chinese_name, 7).size(), 6U) << "whole characters";
    EXPECT_EQ(card.by(&CardRecord::sex), "\xC5\xAE");
    EXPECT_EQ(card.by(&CardRecord::nation), "PAK") << "not the number of renewals";
    EXPECT_EQ(card.field(Field::address), "") << "not the name";
    EXPECT_EQ(card.field(Field::renewal_count), "00");
    EXPECT_EQ(card.previous_number(), "PAK310080010103");
}

TEST(CompatCardRecord, RefusesWhatNobodyKnows) {
    Shown card{"Y"};
    card.octets.at(248) = 'Z';
    EXPECT_FALSE(CardRecord::of(card.octets));
    card.octets.at(248) = 'Y';
    card.octets.at(249) = 1;
    EXPECT_FALSE(CardRecord::of(card.octets));
    card.octets.pop_back();
    EXPECT_FALSE(CardRecord::of(card.octets));
    EXPECT_FALSE(CardRecord::of({}));
}

TEST(CompatGbk, KeepsRareCharactersAndReplacesWhatIsNone) {
    Gbk text;
    // U+3400 has four octets in GB 18030 (Python: "㐀".encode("gb18030")); half a surrogate pair is no character.
    const std::array<std::uint8_t, 6> octets{0x00, 0x34, 0x00, 0xD8, 'A', 0x00};
    ASSERT_TRUE(gbk_converter().convert(octets, 70, text));
    EXPECT_EQ(text_in(text), "\x81\x39\xEE\x39?A");
    ASSERT_TRUE(gbk_converter().convert(octets, 3, text));
    EXPECT_EQ(text_in(text), "") << "no part of a character";
    ASSERT_TRUE(gbk_converter().convert({}, 70, text));
    EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace fivestar::compat
