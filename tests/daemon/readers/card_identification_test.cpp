#include "daemon/readers/card_identification.hpp"

#include "crypto/base/text.hpp"
#include "tests/daemon/readers/test_card.hpp"

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::optional<CardKind> kind_of(std::string_view atr) {
    return kind_by_atr(*from_hex(atr));
}

// The ATRs are those of pcsc-tools, smartcard_list.txt, and the form PC/SC part 3 gives the other known ATQBs.
TEST(CardIdentificationTest, KnowsChineseIdCardsByTheirAtr) {
    EXPECT_EQ(kind_of("3B888001D10386050080800058"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B888001D1038607008090004A"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B888001D103860C0080800051"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B868001804F03F001003A"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B8F8001804F0CA00000030607FFB00000000020"), CardKind::cn_id_sam);
    EXPECT_EQ(kind_of("3B8F8001804F0CA0000003060790000000000058"), CardKind::cn_id_sam) << "bytes 13 and 14 are 9000";
}

TEST(CardIdentificationTest, TakesNoOtherAtrForAChineseIdCard) {
    EXPECT_EQ(kind_of(""), std::nullopt);
    EXPECT_EQ(kind_of("3B80800101"), std::nullopt);
    EXPECT_EQ(kind_of("3B888001D103"), std::nullopt);
    EXPECT_EQ(kind_of("3B868001804F03F00100"), std::nullopt);
    EXPECT_EQ(kind_of("3B8F8001804F0CA000000306030001000000006A"), std::nullopt) << "MIFARE Classic 1K";
}

TEST(CardIdentificationTest, TellsTheInterfaceByTheAtr) {
    EXPECT_EQ(interface_by_atr(*from_hex("3B8F8001804F0CA000000306030001000000006A")), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_atr(*from_hex("3B80800101")), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_atr(*from_hex("3B8F8001804F0CA00000030607FFB00000000020")), ReaderInterface::sam);
    EXPECT_EQ(interface_by_atr(*from_hex("3BDF18008131FE588031B05202046405C903AC73B7B1D422")),
              ReaderInterface::contact);
    EXPECT_EQ(interface_by_atr(*from_hex("3B")), ReaderInterface::contact);
    EXPECT_EQ(interface_by_atr({}), ReaderInterface::unknown);
}

Result<CardKind> identify_card(test::Answer answer) {
    test::TestConnection connection{std::move(answer)};
    return identify(connection);
}

TEST(CardIdentificationTest, AsksForTheEmrtdApplication) {
    std::vector<std::string> asked;
    const auto kind = identify_card([&](const apdu::Command& command) {
        asked.push_back(to_hex(*encode(command)));
        return test::answer(apdu::sw::success);
    });
    EXPECT_EQ(kind, CardKind::emrtd);
    // ICAO Doc 9303-10 §3.6.1: SELECT by the AID A0000002471001, without answer data.
    EXPECT_THAT(asked, ElementsAre("00A4040C07A0000002471001"));
    EXPECT_THAT(access_keys(CardKind::emrtd), ElementsAre("mrz"));
}

TEST(CardIdentificationTest, TakesARefusalForAnUnknownCard) {
    for (const auto sw : {apdu::sw::file_not_found, apdu::sw::ins_not_supported, apdu::sw::cla_not_supported,
                          apdu::sw::incorrect_p1_p2, apdu::StatusWord{0x6A00}}) {
        EXPECT_EQ(identify_card([sw](const auto&) { return test::answer(sw); }), CardKind::unknown);
    }
    EXPECT_THAT(access_keys(CardKind::unknown), IsEmpty());
    EXPECT_THAT(access_keys(CardKind::cn_id_sam), IsEmpty());
}

TEST(CardIdentificationTest, SaysNothingOfACardThatDoesNotAnswer) {
    for (const auto code : {ErrorCode::card_removed, ErrorCode::transport_failure}) {
        EXPECT_EQ(identify_card([code](const auto&) { return fail(code); }).error().code, code);
    }
}

}  // namespace
}  // namespace fivestar::daemon
