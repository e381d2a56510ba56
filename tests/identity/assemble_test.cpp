// SPDX-License-Identifier: Apache-2.0
#include "identity/assemble.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/identity/assembled_files.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

TEST(Assemble, MakesAPassportsRecord) {
    const auto [record, verification] = assemble_files({{1, dg1(passport)}}, Profile::emrtd);
    EXPECT_EQ(record.document.type, DocumentType::passport);
    EXPECT_EQ(record.document.issuing_state->view(), "UTO");
    EXPECT_EQ(record.document.number->view(), "L898902C3");
    EXPECT_EQ(record.document.valid_until, year{2034} / 4 / 15);
    EXPECT_EQ(record.holder.names.latin->view(), "ERIKSSON, ANNA MARIA");
    EXPECT_EQ(record.holder.names.primary->view(), "ERIKSSON");
    EXPECT_EQ(record.holder.names.secondary->view(), "ANNA MARIA");
    EXPECT_FALSE(record.holder.names.chinese);
    EXPECT_EQ(record.holder.sex, Sex::female);
    EXPECT_EQ(record.holder.birth_date, year{1974} / 8 / 12);
    EXPECT_EQ(record.holder.nationality->view(), "UTO");
    EXPECT_FALSE(record.holder.personal_number);
    EXPECT_FALSE(record.number);
    EXPECT_FALSE(record.portrait);
    ASSERT_EQ(record.raw.mrz.size(), 2U);
    EXPECT_EQ(record.raw.mrz[0].view(), passport.substr(0, 44));
    EXPECT_EQ(verification[CheckName::mrz_check_digits].outcome, Outcome::passed);
    EXPECT_EQ(verification[CheckName::number_check_digit].reason, Reason::no_card_number);
    EXPECT_EQ(verification[CheckName::record_consistency].reason, Reason::nothing_to_compare);
}

TEST(Assemble, LetsDg11WinOverDg1) {
    const auto [record, verification] =
        assemble_files({{1, dg1(passport)},
                        {11, details(0x6B, {{0x5F0E, "Eriksson<<Anna<Maria"},
                                            {0x5F2B, "18740812"},
                                            {0x5F10, "PN1"},
                                            {0x5F11, "ZENITH"},
                                            {0x5F42, "MAIN ST<ZENITH"}})},
                        {12, details(0x6C, {{0x5F19, "PASSPORT OFFICE"}, {0x5F26, "20240415"}})}},
                       Profile::emrtd);
    EXPECT_EQ(record.holder.names.latin->view(), "Eriksson, Anna Maria");
    EXPECT_EQ(record.holder.names.primary->view(), "Eriksson");
    EXPECT_EQ(record.holder.birth_date, year{1874} / 8 / 12);
    EXPECT_EQ(record.holder.personal_number->view(), "PN1");
    EXPECT_EQ(record.holder.birth_place->view(), "ZENITH");
    EXPECT_EQ(record.holder.address->view(), "MAIN ST, ZENITH");
    EXPECT_EQ(record.document.valid_from, year{2024} / 4 / 15);
    EXPECT_EQ(record.document.issuing_authority->en->view(), "PASSPORT OFFICE");
    EXPECT_FALSE(record.document.issuing_authority->zh);
    EXPECT_EQ(verification[CheckName::record_consistency].outcome, Outcome::passed);
}

TEST(Assemble, PutsAChineseFullNameBesideTheLatinOne) {
    const auto [record, verification] =
        assemble_files({{1, dg1(passport)}, {11, details(0x6B, {{0x5F0E, "张<<三"}})}}, Profile::emrtd);
    EXPECT_EQ(record.holder.names.chinese->view(), "张三");
    EXPECT_EQ(record.holder.names.latin->view(), "ERIKSSON, ANNA MARIA");
}

TEST(Assemble, LeavesAnIncompleteBirthDateNull) {
    // The TD3 specimen with 7408<<: birth and composite digits by the 7-3-1 rule, computed with python.
    const std::string_view zone =
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408<<7F3404159ZE184226B<<<<<16";
    const auto plain = assemble_files({{1, dg1(zone)}}, Profile::emrtd);
    EXPECT_EQ(plain.record.holder.birth_date, std::nullopt);
    EXPECT_EQ(plain.record.holder.birth_date_printed->view(), "7408<<");
    EXPECT_FALSE(plain.record.holder.birth_century_assumed);
    EXPECT_EQ(plain.verification[CheckName::mrz_check_digits].outcome, Outcome::passed);
    const auto completed =
        assemble_files({{1, dg1(zone)}, {11, details(0x6B, {{0x5F2B, "19740812"}})}}, Profile::emrtd);
    EXPECT_EQ(completed.record.holder.birth_date, year{1974} / 8 / 12);
    EXPECT_FALSE(completed.record.holder.birth_date_printed);
}

TEST(Assemble, MarksAGuessedCentury) {
    // The TD3 specimen of Doc 9303-4 Appendix B, born on 740812.
    const auto plain = assemble_files({{1, dg1(passport)}}, Profile::emrtd);
    EXPECT_EQ(plain.record.holder.birth_date, year{1974} / 8 / 12);
    EXPECT_TRUE(plain.record.holder.birth_century_assumed);
    const auto with_dg11 = [](std::string_view date) {
        return assemble_files({{1, dg1(passport)}, {11, details(0x6B, {{0x5F2B, date}})}}, Profile::emrtd)
            .record.holder;
    };
    EXPECT_FALSE(with_dg11("19740812").birth_century_assumed);
    EXPECT_EQ(with_dg11("18740812").birth_date, year{1874} / 8 / 12);
    EXPECT_FALSE(with_dg11("18740812").birth_century_assumed);
    // An incomplete date names the century, if its year fits.
    EXPECT_EQ(with_dg11("18740000").birth_date, year{1874} / 8 / 12);
    EXPECT_FALSE(with_dg11("18740000").birth_century_assumed);
    for (const std::string_view useless : {"740812", "19750000", "", "<<<<0812"}) {
        EXPECT_EQ(with_dg11(useless).birth_date, year{1974} / 8 / 12) << useless;
        EXPECT_TRUE(with_dg11(useless).birth_century_assumed) << useless;
    }
}

// The zones of permits are the published specimens of docs/CHINESE-CARDS.md.

TEST(Assemble, MakesTheRecordOfAHomeReturnPermit) {
    constexpr std::string_view zone =
        "CRH1234567830002212119F8108038NGKELMPONBPJLBLOAABA1234567842ZHENG<JIAN<<YANG<BEN<<<<<<<<<<";
    const auto [record, verification] = assemble_files({{1, dg1(zone)}}, Profile::emrtd);
    EXPECT_EQ(record.document.type, DocumentType::home_return_permit);
    EXPECT_EQ(record.document.edition, std::nullopt);
    EXPECT_EQ(record.document.issuing_state->view(), "CHN");
    EXPECT_EQ(record.document.issuing_authority->zh->view(), "国家移民管理局");
    EXPECT_EQ(record.document.issuing_authority->en->view(), "National Immigration Administration");
    EXPECT_EQ(record.document.number->view(), "H12345678");
    EXPECT_EQ(record.document.issue_count->view(), "00");
    EXPECT_EQ(record.document.valid_until, year{2022} / 12 / 11);
    EXPECT_EQ(record.holder.names.latin->view(), "ZHENG JIAN, YANG BEN");
    EXPECT_EQ(record.holder.names.chinese->view(), "证件样本");
    EXPECT_EQ(record.holder.names.chinese_omitted, 0U);
    EXPECT_FALSE(record.holder.names.chinese_truncated);
    EXPECT_EQ(record.holder.birth_date, year{1981} / 8 / 3);
    EXPECT_FALSE(record.holder.birth_century_assumed);
    EXPECT_EQ(record.holder.nationality->view(), "CHN");
    EXPECT_EQ(record.holder.personal_number->view(), "A12345678");
    EXPECT_FALSE(record.holder.birth_place);
    EXPECT_FALSE(record.number) << "its parts tell nothing, and it has no check digit of its own";
    ASSERT_EQ(record.raw.mrz.size(), 3U);
    EXPECT_EQ(verification[CheckName::mrz_check_digits].outcome, Outcome::passed);
    EXPECT_EQ(verification[CheckName::number_check_digit].reason, Reason::no_card_number);
}

TEST(Assemble, KeepsTheKindsOfPermitsApart) {
    const auto record_of = [](std::string_view zone) {
        return assemble_files({{1, dg1(zone)}}, Profile::emrtd).record;
    };
    constexpr std::string_view rest = "NGKELMPONBPJZHENG<JIAN<<YANG<BF<<B<<<<110<<<<<<<<<<<<<<<<<<<";
    const auto hong_kong = record_of(std::string{"CSC000000004<2404200<8108038<6"}.append(rest));
    EXPECT_EQ(hong_kong.document.type, DocumentType::hk_macao_exit_permit);
    EXPECT_EQ(hong_kong.document.edition, "2014");
    EXPECT_EQ(hong_kong.holder.birth_place->view(), "110");
    EXPECT_EQ(hong_kong.holder.names.chinese->view(), "证件样");
    EXPECT_EQ(hong_kong.holder.names.chinese_omitted, std::nullopt);
    EXPECT_TRUE(hong_kong.holder.names.chinese_truncated) << "three characters fill the field";
    EXPECT_FALSE(hong_kong.document.issue_count);

    const auto exit_taiwan = record_of(std::string{"CDL000000007<2508197<8208031<6"}.append(rest));
    EXPECT_EQ(exit_taiwan.document.type, DocumentType::taiwan_exit_permit);

    const auto taiwan =
        record_of("CT00000000<00262006084F8108038NGKELMPONBPJLBLOAABR0000000001ZHENG<JIAN<<YANG<BEN<<<<<<3500");
    EXPECT_EQ(taiwan.document.type, DocumentType::taiwan_compatriot_permit);
    EXPECT_EQ(taiwan.document.edition, "2015");
    EXPECT_EQ(taiwan.document.number->view(), "00000000");
    EXPECT_EQ(taiwan.document.acceptance_authority->code->view(), "3500");
    EXPECT_EQ(taiwan.document.acceptance_authority->en->view(), "Fujian");
    EXPECT_EQ(taiwan.holder.personal_number->view(), "R000000000");

    const auto foreign =
        record_of("CFH1234567830002912110F8108038NGKELMPONBPJ<<<PAKBA1234567840ZHENG<JIAN<<YANG<BEN<<<<<<4400");
    EXPECT_EQ(foreign.document.type, DocumentType::home_return_permit_non_chinese);
    EXPECT_EQ(foreign.document.edition, "2024");
    EXPECT_EQ(foreign.holder.nationality->view(), "PAK");
}

TEST(Assemble, SaysThatARuleIsUnknownAndFailsNothing) {
    const auto [record, verification] = assemble_files(
        {{1, dg1("CFH1234567830002912110F8108038NGKELMPONBPJ<<<PAKBA123456784<ZHENG<JIAN<<YANG<BEN<<<<<<4400")}},
        Profile::emrtd);
    EXPECT_EQ(verification[CheckName::mrz_check_digits].outcome, Outcome::passed);
    EXPECT_THAT(verification[CheckName::mrz_check_digits].findings,
                testing::ElementsAre(Reason::check_digit_rule_unknown));
}

TEST(Assemble, PrefersTheChineseNameOfDg11) {
    const auto [record, verification] =
        assemble_files({{1, dg1("CSC000000004<2404200<8108038<6NGKELMPONBPJZHENG<JIAN<<YANG<BF<<B<<<<110<<<<<<<<<<<<<<<"
                                "<<<<")},
                        {11, details(0x6B, {{0x5F0E, "证件样本"}})}},
                       Profile::emrtd);
    EXPECT_EQ(record.holder.names.chinese->view(), "证件样本");
    EXPECT_EQ(record.holder.names.chinese_omitted, std::nullopt);
    EXPECT_FALSE(record.holder.names.chinese_truncated);
    EXPECT_EQ(record.holder.names.latin->view(), "ZHENG JIAN, YANG B");
    EXPECT_EQ(record.holder.birth_place->view(), "110") << "DG11 has none";
}

TEST(Assemble, FindsTheChineseNameOfAPassport) {
    const auto [record, verification] = assemble_files(
        {{1, dg1("POCHNZHENGJIAN<<YANGBEN<<<<<<<<<<<<<<<<<<<<<E000000008CHN8310291F2202059NGKELMPONBPJB972")}},
        Profile::emrtd);
    EXPECT_EQ(record.document.type, DocumentType::passport);
    EXPECT_EQ(record.holder.names.chinese->view(), "证件样");
    EXPECT_EQ(record.holder.names.chinese_omitted, 1U);
    EXPECT_TRUE(record.holder.birth_century_assumed) << "what its last character says is not confirmed";
    EXPECT_FALSE(record.holder.personal_number);
}

TEST(Assemble, MakesAFiveStarRecord) {
    const Bytes text = test::read_vector_bytes("samv/text_Y.bin");
    const auto [record, verification] =
        assemble_files({{1, five_star_dg1()},
                        {11, details(0x6B, {{0x5F0E, "ZHENGJIAN<<YANGBEN<ZHENG<JIAN<YANG<BEN"}, {0x5F2B, "19800101"}})},
                        {13, tlv::encode(0x6D, tlv::encode(0x04, text))}},
                       Profile::lds);
    EXPECT_EQ(record.document.type, DocumentType::permanent_resident_card);
    EXPECT_EQ(record.document.edition, "2023");
    EXPECT_EQ(record.document.issuing_state->view(), "CHN");
    EXPECT_EQ(record.document.number->view(), "931586198001010028");
    ASSERT_EQ(record.document.previous_numbers.size(), 1U);
    EXPECT_EQ(record.document.previous_numbers[0].view(), "PAK310080010103");
    EXPECT_EQ(record.document.issuing_authority->zh->view(), "国家移民管理局");
    EXPECT_EQ(record.document.valid_from, year{2023} / 8 / 8);
    EXPECT_EQ(record.document.valid_until, year{2033} / 8 / 7);
    EXPECT_FALSE(record.document.long_term);
    EXPECT_EQ(record.document.renewal_count->view(), "00");
    EXPECT_EQ(record.holder.names.latin->view(), "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN");
    EXPECT_EQ(record.holder.names.primary->view(), "ZHENGJIAN");
    EXPECT_EQ(record.holder.names.secondary->view(), "YANGBEN ZHENG JIAN YANG BEN");
    EXPECT_EQ(record.holder.names.chinese->view(), "证件样本证件样本证件样本证件样");
    EXPECT_FALSE(record.holder.names.truncated);
    EXPECT_EQ(record.holder.sex, Sex::female);
    EXPECT_EQ(record.holder.birth_date, year{1980} / 1 / 1);
    EXPECT_FALSE(record.holder.birth_century_assumed);
    EXPECT_EQ(record.holder.nationality->view(), "PAK");
    EXPECT_EQ(record.number->kind, CardNumberKind::permanent_resident_18);
    EXPECT_EQ(copy(record.raw.cn_text->view()), text);
    EXPECT_EQ(record.raw.mrz.size(), 3U);
    for (const CheckName name :
         {CheckName::mrz_check_digits, CheckName::number_check_digit, CheckName::record_consistency}) {
        EXPECT_EQ(verification[name].outcome, Outcome::passed)
            << to_string(name) << ' ' << to_string(verification[name].reason);
    }
}

}  // namespace
}  // namespace fivestar::identity
