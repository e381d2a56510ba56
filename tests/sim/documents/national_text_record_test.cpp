// SPDX-License-Identifier: Apache-2.0
// The national text record against the fixtures of tests/vectors/samv.
#include "sim/documents/national_text_record.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST(NationalRecord, RefusesWhatDoesNotFit) {
    const auto refused = [](const NationalTextRecord& record) {
        return encode(record) == std::unexpected{Error{ErrorCode::invalid_argument}};
    };
    EXPECT_FALSE(refused({.fields = {{"latin_name", std::string(46, 'A')}}}));
    EXPECT_TRUE(refused({.fields = {{"latin_name", std::string(47, 'A')}}}));
    EXPECT_TRUE(refused({.fields = {{"sex", "12"}}}));
    EXPECT_TRUE(refused({.fields = {{"address", "A"}}}));  // not a field of this kind
    EXPECT_TRUE(refused({.fields = {{"", "A"}}}));
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\xF0\x9F\x98\x80"}}}));  // beyond the basic multilingual plane
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\xE8\xAF"}}}));          // truncated
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\xE8\x28\x81"}}}));
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\x80"}}}));
}

TEST(NationalRecord, EqualsTheFixtures) {
    // The values are listed in tests/vectors/samv/README.md. The record of kind 'Y' is in document_test.cpp.
    EXPECT_EQ(encode({.kind = TextKind::resident,
                      .fields = {{"name", "张三"},
                                 {"sex", "1"},
                                 {"ethnicity", "01"},
                                 {"birth_date", "19491231"},
                                 {"address", "北京市朝阳区样本路1号"},
                                 {"number", "11010519491231002X"},
                                 {"issuing_authority", "北京市公安局朝阳分局"},
                                 {"valid_from", "20200101"},
                                 {"valid_until", "长期"}}}),
              test::read_vector_bytes("samv/text_cn.bin"));
    EXPECT_EQ(encode({.kind = TextKind::hmt_residence_permit,
                      .fields = {{"name", "样本"},
                                 {"sex", "1"},
                                 {"birth_date", "19900101"},
                                 {"address", "广东省深圳市样本路1号"},
                                 {"number", "810000199001010019"},
                                 {"issuing_authority", "深圳市公安局"},
                                 {"valid_from", "20200101"},
                                 {"valid_until", "20250101"},
                                 {"travel_permit_number", "H00000000"},
                                 {"issue_count", "01"}}}),
              test::read_vector_bytes("samv/text_J.bin"));
    EXPECT_EQ(encode({.kind = TextKind::permanent_resident_2017,
                      .fields = {{"latin_name", "ZHENGJIAN,YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y"},
                                 {"sex", "2"},
                                 {"number", "PAK310080010103"},
                                 {"nationality", "PAK"},
                                 {"chinese_name", "证件样本证件样本证件样本证件"},
                                 {"valid_from", "20230808"},
                                 {"valid_until", "20330807"},
                                 {"birth_date", "19800101"},
                                 {"card_version", "01"},
                                 {"acceptance_authority", "1500"}}}),
              test::read_vector_bytes("samv/text_I.bin"));
}

}  // namespace
}  // namespace fivestar::sim
