// SPDX-License-Identifier: Apache-2.0
#include "identity/china/assemble_sam.hpp"

#include "identity/derived.hpp"
#include "tests/identity/china/addresses.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Expected values: tests/vectors/samv/README.md, after the published specimen cards.

Bytes text(std::string_view kind) {
    return test::read_vector_bytes(std::string{"samv/text_"}.append(kind).append(".bin"));
}

TEST(AssembleSam, MakesACitizensRecord) {
    Verification verification;
    const IdentityRecord record = assemble_sam({.text = text("cn")}, verification).value();
    EXPECT_EQ(record.document.type, DocumentType::resident_id_card);
    EXPECT_EQ(record.document.edition, std::nullopt);
    EXPECT_EQ(record.document.issuing_state->view(), "CHN");
    EXPECT_EQ(record.document.number->view(), "11010519491231002X");
    EXPECT_EQ(record.document.issuing_authority->zh->view(), "北京市公安局朝阳分局");
    EXPECT_EQ(record.document.valid_from, year{2020} / 1 / 1);
    EXPECT_EQ(record.document.valid_until, std::nullopt);
    EXPECT_TRUE(record.document.long_term);
    EXPECT_EQ(record.holder.names.chinese->view(), "张三");
    EXPECT_FALSE(record.holder.names.latin);
    EXPECT_EQ(record.holder.sex, Sex::male);
    EXPECT_EQ(record.holder.nationality->view(), "CHN");
    EXPECT_EQ(record.holder.ethnicity->zh->view(), "汉");
    EXPECT_EQ(record.holder.birth_date, year{1949} / 12 / 31);
    EXPECT_EQ(record.holder.address->view(), "北京市朝阳区样本路1号");
    EXPECT_EQ(record.number->kind, CardNumberKind::citizen_18);
    EXPECT_EQ(copy(record.raw.cn_text->view()), text("cn"));
    EXPECT_THAT(record.raw.mrz, IsEmpty());
    // The fixture says male, its number female.
    EXPECT_EQ(verification[CheckName::record_consistency].reason, Reason::number_sex);
}

// laravel/framework#60646, Adyen/adyen-web#300: full-width digits pass checks that take any Unicode digit. A card has
// none, so they are a fault, and nothing that is made of the number is cut inside of a character.
TEST(AssembleSam, TakesAFullWidthNumberForAFault) {
    constexpr std::size_t number_offset = 122;  // of a citizen's record: 18 UTF-16LE units
    Bytes octets = text("cn");
    for (std::size_t at = number_offset; at < number_offset + 36; at += 2) {
        octets.at(at) = static_cast<std::uint8_t>(octets[at] - 0x20);  // U+0030 becomes U+FF10
        octets.at(at + 1) = 0xFF;
    }
    Verification verification;
    const IdentityRecord record = assemble_sam({.text = octets}, verification).value();
    EXPECT_EQ(record.document.number->view(), "１１０１０５１９４９１２３１００２Ｘ");
    EXPECT_THAT(record.number->faults, ElementsAre(Reason::character));
    EXPECT_EQ(record.number->kind, std::nullopt);
    EXPECT_EQ(number_masked(record.document.number->view()).view(), "１１０１…００２Ｘ");
    EXPECT_EQ(verification[CheckName::number_check_digit].outcome, Outcome::failed);
}

TEST(AssembleSam, MakesAResidencePermitsRecord) {
    Verification verification;
    const IdentityRecord record = assemble_sam({.text = text("J")}, verification).value();
    EXPECT_EQ(record.document.type, DocumentType::hmt_residence_permit);
    EXPECT_EQ(record.document.travel_permit_number->view(), "H00000000");
    EXPECT_EQ(record.document.issue_count->view(), "01");
    EXPECT_EQ(record.document.issuing_authority->zh->view(), "深圳市公安局");
    EXPECT_EQ(record.document.valid_until, year{2025} / 1 / 1);
    EXPECT_EQ(record.holder.names.chinese->view(), "样本");
    EXPECT_EQ(record.holder.address->view(), "广东省深圳市样本路1号");
    EXPECT_FALSE(record.holder.ethnicity);
    EXPECT_EQ(record.number->kind, CardNumberKind::hmt_18);
    EXPECT_EQ(verification[CheckName::record_consistency].outcome, Outcome::passed);
}

TEST(AssembleSam, MakesThePermanentResidentsRecords) {
    Verification verification;
    const IdentityRecord old = assemble_sam({.text = text("I")}, verification).value();
    EXPECT_EQ(old.document.type, DocumentType::permanent_resident_card);
    EXPECT_EQ(old.document.edition, "2017");
    EXPECT_EQ(old.document.card_version->view(), "01");
    EXPECT_EQ(old.document.acceptance_authority->code->view(), "1500");
    EXPECT_EQ(old.document.issuing_authority->en->view(), "Ministry of Public Security");
    EXPECT_EQ(old.holder.names.latin->view(), "ZHENGJIAN,YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y");
    EXPECT_EQ(old.holder.names.secondary->view(), "YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y");
    EXPECT_EQ(old.number->kind, CardNumberKind::permanent_resident_15);
    const IdentityRecord present = assemble_sam({.text = text("Y")}, verification).value();
    EXPECT_EQ(present.document.type, DocumentType::permanent_resident_card);
    EXPECT_EQ(present.document.edition, "2023");
    EXPECT_EQ(present.document.renewal_count->view(), "00");
    EXPECT_EQ(present.document.previous_numbers.at(0).view(), "PAK310080010103");
    EXPECT_EQ(present.document.issuing_authority->en->view(), "National Immigration Administration");
    EXPECT_EQ(present.holder.names.latin->view(), "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN");
    EXPECT_EQ(present.holder.nationality->view(), "PAK");
    EXPECT_FALSE(present.holder.ethnicity);
    EXPECT_FALSE(present.holder.address);
    EXPECT_EQ(present.number->kind, CardNumberKind::permanent_resident_18);
    EXPECT_EQ(verification[CheckName::record_consistency].outcome, Outcome::passed);
    EXPECT_EQ(verification[CheckName::number_check_digit].outcome, Outcome::passed);
}

TEST(AssembleSam, SaysWhichChecksSuchACardDoesNotHave) {
    Verification verification;
    ASSERT_TRUE(assemble_sam({.text = text("Y")}, verification));
    for (const CheckName name : {CheckName::data_group_hashes, CheckName::signature, CheckName::certificate_chain,
                                 CheckName::certificate_validity, CheckName::revocation, CheckName::algorithm_policy}) {
        EXPECT_EQ(verification[name].outcome, Outcome::not_performed) << to_string(name);
        EXPECT_EQ(verification[name].reason, Reason::not_on_this_card) << to_string(name);
    }
    EXPECT_EQ(verification[CheckName::mrz_check_digits].reason, Reason::no_mrz);
    // The caller's: it knows the reader.
    EXPECT_EQ(verification[CheckName::access].reason, Reason::none);
    EXPECT_EQ(verification[CheckName::chip_authenticity].reason, Reason::none);
}

TEST(AssembleSam, PassesThePortraitOn) {
    Bytes wlt(wlt_size, 0x57);
    Verification verification;
    const IdentityRecord record = assemble_sam({.text = text("Y"), .portrait = wlt}, verification).value();
    EXPECT_EQ(to_string(record.portrait->media_type), "application/x-wlt");
    EXPECT_EQ(record.portrait->width, 102U);
    EXPECT_EQ(record.portrait->height, 126U);
    EXPECT_EQ(copy(record.portrait->octets.view()), wlt);
}

TEST(AssembleSam, DoesNotFailForAPortraitOfAnotherSize) {
    Verification verification;
    const IdentityRecord record = assemble_sam({.text = text("Y"), .portrait = Bytes(1023)}, verification).value();
    EXPECT_FALSE(record.portrait);
    EXPECT_THAT(verification[CheckName::record_consistency].findings, ElementsAre(Reason::portrait_malformed));
}

TEST(AssembleSam, TakesTheAppendedAddresses) {
    Verification verification;
    const Bytes octets = addresses({u"上海市样本路1号", u"", u"上海市样本路2号"});
    const IdentityRecord record =
        assemble_sam({.text = text("cn"), .appended_addresses = octets}, verification).value();
    ASSERT_EQ(record.holder.address_appended.size(), 2U);
    EXPECT_EQ(record.holder.address_appended[0].view(), "上海市样本路1号");
    EXPECT_EQ(record.holder.address_appended[1].view(), "上海市样本路2号");
    EXPECT_EQ(record.holder.address->view(), "北京市朝阳区样本路1号");
}

TEST(AssembleSam, ReportsAppendedAddressesThatAreNone) {
    Verification verification;
    const IdentityRecord record =
        assemble_sam({.text = text("Y"), .appended_addresses = Bytes(71)}, verification).value();
    EXPECT_THAT(record.holder.address_appended, IsEmpty());
    EXPECT_THAT(verification[CheckName::record_consistency].findings,
                ElementsAre(Reason::appended_addresses_malformed));
}

TEST(AssembleSam, MakesNoRecordOfAnUnknownKind) {
    Bytes octets = text("Y");
    octets[248] = 'Q';
    Verification verification;
    EXPECT_EQ(assemble_sam({.text = octets}, verification).error().code, ErrorCode::unsupported);
    EXPECT_EQ(assemble_sam({.text = ByteView{octets}.first(255)}, verification).error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace fivestar::identity
