// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/card_identification.hpp"

#include "crypto/base/text.hpp"
#include "tests/daemon/readers/test_card.hpp"

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using testing::ElementsAre;

std::optional<CardKind> kind_of(std::string_view atr) {
    return kind_by_atr(*from_hex(atr));
}

// ATRs of pcsc-tools, smartcard_list.txt, and other known ATQBs in the form of PC/SC part 3.
TEST(CardIdentificationTest, KnowsChineseIdCardsByTheirAtr) {
    EXPECT_EQ(kind_of("3B888001D10386050080800058"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B888001D1038607008090004A"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B888001D103860C0080800051"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B868001804F03F001003A"), CardKind::cn_id_bare);
    EXPECT_EQ(kind_of("3B8F8001804F0CA00000030607FFB00000000020"), CardKind::cn_id_sam);
    EXPECT_EQ(kind_of("3B8F8001804F0CA0000003060790000000000058"), CardKind::cn_id_sam) << "bytes 13 and 14 are 9000";
}

TEST(CardIdentificationTest, IdentifiesNoOtherAtrAsAChineseIdCard) {
    EXPECT_EQ(kind_of(""), std::nullopt);
    EXPECT_EQ(kind_of("3B80800101"), std::nullopt);
    EXPECT_EQ(kind_of("3B888001D103"), std::nullopt);
    EXPECT_EQ(kind_of("3B868001804F03F00100"), std::nullopt);
    EXPECT_EQ(kind_of("3B8F8001804F0CA000000306030001000000006A"), std::nullopt) << "MIFARE Classic 1K";
}

TEST(CardIdentificationTest, FindsTheInterfaceByTheAtr) {
    EXPECT_EQ(interface_by_atr(*from_hex("3B8F8001804F0CA000000306030001000000006A")), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_atr(*from_hex("3B80800101")), ReaderInterface::contactless);
    EXPECT_EQ(interface_by_atr(*from_hex("3B8F8001804F0CA00000030607FFB00000000020")), ReaderInterface::sam);
    EXPECT_EQ(interface_by_atr(*from_hex("3BDF18008131FE588031B05202046405C903AC73B7B1D422")),
              ReaderInterface::contact);
    EXPECT_EQ(interface_by_atr(*from_hex("3B")), ReaderInterface::contact);
    EXPECT_EQ(interface_by_atr({}), ReaderInterface::unknown);
}

Result<Identification> identify_card(test::Answer answer) {
    test::TestConnection connection{std::move(answer)};
    return identify(connection);
}

constexpr std::string_view select_application = "00A4040C07A0000002471001";

TEST(CardIdentificationTest, SelectsTheEmrtdApplicationAndLooksForCardAccess) {
    std::vector<std::string> asked;
    const auto card = identify_card([&](const apdu::Command& command) {
        asked.push_back(to_hex(*encode(command)));
        return test::answer(asked.back() == select_application ? apdu::sw::success : apdu::sw::file_not_found);
    });
    ASSERT_TRUE(card);
    EXPECT_EQ(card->kind, CardKind::emrtd);
    EXPECT_FALSE(card->offers_pace);
    EXPECT_EQ(card->card_access, apdu::CardAccessPlace::nowhere);
    // ICAO Doc 9303-10 §3.6.1: SELECT by the AID A0000002471001, without answer data; §3.11.3: short identifier 1C,
    // which the chip may not know, and 011C. 011E, EF.COM, tells whether the application is selected. Then the
    // application.
    EXPECT_THAT(asked, ElementsAre(select_application, "00B09C00000000", "00A4020C02011C", "00A4020C02011E",
                                   select_application, "00A4020C02011C"));
}

TEST(CardIdentificationTest, FindsThatACardOffersPace) {
    // ICAO Doc 9303-11 Appendix G.1, in a SET.
    const Bytes card_access = *from_hex("31143012060A04007F0007020204020202010202010D");
    const auto card = identify_card([&](const apdu::Command& command) {
        if (command.ins != 0xB0) return test::answer(apdu::sw::success);
        const std::size_t offset = (command.p1 & 0x80U) != 0 ? 0 : command.p2;
        const ByteView rest = ByteView{card_access}.subspan(offset);
        return apdu::Response{PersonalBytes{rest.first(std::min<std::size_t>(rest.size(), command.le))},
                              apdu::sw::success};
    });
    ASSERT_TRUE(card);
    EXPECT_TRUE(card->offers_pace);
    EXPECT_EQ(card->card_access, apdu::CardAccessPlace::by_short_identifier);
}

/// Some chips have short identifiers and no SELECT of an elementary file.
TEST(CardIdentificationTest, ReadsCardAccessInTheApplicationByItsShortIdentifierIfItCannotBeSelected) {
    const Bytes card_access = *from_hex("31143012060A04007F0007020204020202010202010D");
    int applications = 0;
    const auto card = identify_card([&](const apdu::Command& command) {
        if (command.ins == 0xA4 && command.p1 == 0x04) {
            ++applications;
            return test::answer(apdu::sw::success);
        }
        if (command.ins == 0xA4) return test::answer(apdu::sw::ins_not_supported);
        if (applications < 2) return test::answer(apdu::sw::file_not_found);
        const std::size_t offset = (command.p1 & 0x80U) != 0 ? 0 : command.p2;
        const ByteView rest = ByteView{card_access}.subspan(offset);
        return apdu::Response{PersonalBytes{rest.first(std::min<std::size_t>(rest.size(), command.le))},
                              apdu::sw::success};
    });
    ASSERT_TRUE(card);
    EXPECT_TRUE(card->offers_pace);
    EXPECT_EQ(card->card_access, apdu::CardAccessPlace::in_application);
}

TEST(CardIdentificationTest, FindsWhetherTheReaderTakesExtendedLength) {
    for (const auto sw : {apdu::sw::success, apdu::sw::file_not_found}) {
        test::TestConnection connection{[sw](const apdu::Command&) { return test::answer(sw); }};
        EXPECT_TRUE(identify(connection).value().reader_takes_extended_length);
        connection.extended = false;
        EXPECT_FALSE(identify(connection).value().reader_takes_extended_length);
    }
}

TEST(CardIdentificationTest, ACardThatRefusesIsUnknown) {
    for (const auto sw : {apdu::sw::file_not_found, apdu::sw::ins_not_supported, apdu::sw::cla_not_supported,
                          apdu::sw::incorrect_p1_p2, apdu::StatusWord{0x6A00}}) {
        const auto card = identify_card([sw](const auto&) { return test::answer(sw); });
        ASSERT_TRUE(card);
        EXPECT_EQ(card->kind, CardKind::unknown);
    }
}

TEST(CardIdentificationTest, FailsForACardThatDoesNotAnswer) {
    for (const auto code : {ErrorCode::card_removed, ErrorCode::transport_failure}) {
        EXPECT_EQ(identify_card([code](const auto&) { return fail(code); }).error().code, code);
    }
}

}  // namespace
}  // namespace fivestar::daemon
