// SPDX-License-Identifier: Apache-2.0
// The exchanges of the driver with a module, and the data that it keeps. Expected behaviour: published GA/T 467 modules
// (find fails after a read until the card is lifted; 30 03 answers while the card is present), status words of
// docs/SAM.md.
#include "driver/card_slot.hpp"

#include "tests/driver/fake_module.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::driver {
namespace {

using namespace std::chrono_literals;
using test::FakeModule;
using test::hex;

class CardSlotTest : public testing::Test {
  protected:
    static std::uint16_t status_of(const Answer& answer) { return answer ? 0x9000 : answer.error(); }
    static Bytes octets_of(const Answer& answer) { return answer ? copy(*answer) : Bytes{}; }

    void present_and_poll(FakeModule::Card card = {}) {
        module_.present(std::move(card));
        ASSERT_TRUE(slot_.poll());
        ASSERT_TRUE(slot_.card_present());
    }

    FakeModule module_;
    test::ManualClock clock_;
    test::FakePort port_{module_, &clock_};
    samv::Module behind_{port_, clock_};
    CardSlot slot_{behind_, clock_};
};

Bytes stream_of(const FakeModule::Card& card) {
    Bytes stream = hex("01000400");
    append(stream, card.text);
    append(stream, card.photo);
    return stream;
}

TEST_F(CardSlotTest, ACardIsPresentedAndRemovedUnread) {
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
    present_and_poll();
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    EXPECT_EQ(module_.count(0x30, 0x01), 0U) << "reads only on request";
    module_.lift();
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
}

TEST_F(CardSlotTest, ACardIsReadOnceAndItsDataKept) {
    const FakeModule::Card card;
    present_and_poll(card);
    EXPECT_EQ(octets_of(slot_.stream()), stream_of(card));
    for (int poll = 0; poll < 5; ++poll) {
        EXPECT_TRUE(slot_.poll());
        EXPECT_TRUE(slot_.card_present());
        EXPECT_EQ(octets_of(slot_.stream()), stream_of(card));
    }
    EXPECT_EQ(module_.count(0x30, 0x01), 1U);
    module_.lift();
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
}

TEST_F(CardSlotTest, ACardWithAddressesStaysPresent) {
    present_and_poll({.addresses = Bytes(140, 'A')});
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    EXPECT_EQ(octets_of(slot_.appended_addresses()), Bytes(140, 'A'));
}

TEST_F(CardSlotTest, ARemovalIsReportedBeforeTheNextCard) {
    present_and_poll({.text = Bytes(256, '1')});
    EXPECT_EQ(octets_of(slot_.stream())[4], '1');
    module_.present({.text = Bytes(256, '2')});
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    EXPECT_EQ(octets_of(slot_.stream())[4], '2');
}

TEST_F(CardSlotTest, AfterTwoMinutesAResetPresentsTheCardAgain) {
    const FakeModule::Card card;
    present_and_poll(card);
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
    clock_.advance(119s);
    EXPECT_TRUE(slot_.poll());
    EXPECT_EQ(octets_of(slot_.stream()), stream_of(card));
    EXPECT_EQ(module_.count(0x30, 0x01), 1U);
    clock_.advance(2s);
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    EXPECT_EQ(octets_of(slot_.stream()), stream_of(card));
    EXPECT_EQ(module_.count(0x30, 0x01), 2U);
    EXPECT_EQ(module_.count(0x10, 0xFF), 1U);
}

TEST_F(CardSlotTest, NoDataOutliveASuspension) {
    present_and_poll({.text = Bytes(256, '1'), .fingerprints = Bytes(512, 'F')});
    EXPECT_EQ(octets_of(slot_.stream())[4], '1');
    EXPECT_EQ(octets_of(slot_.fingerprints()), Bytes(512, 'F'));
    clock_.suspend(2s);
    module_.present({.text = Bytes(256, '2'), .fingerprints = Bytes(512, 'G')});  // without a poll in between
    EXPECT_EQ(octets_of(slot_.stream())[4], '2');
    EXPECT_EQ(octets_of(slot_.fingerprints()), Bytes(512, 'G'));
}

TEST_F(CardSlotTest, TheCardMustBeLiftedIfAResetDoesNotHelp) {
    module_.set_reset_presents_again(false);
    present_and_poll();
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
    clock_.advance(121s);
    EXPECT_TRUE(slot_.poll());
    EXPECT_EQ(status_of(slot_.stream()), 0x6985);
    EXPECT_EQ(copy(slot_.last_result()), hex("200180"));
    EXPECT_EQ(status_of(slot_.stream()), 0x6985);
    EXPECT_EQ(module_.count(0x10, 0xFF), 1U) << "it is not tried again and again";
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    module_.lift();
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
    present_and_poll();
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
}

TEST_F(CardSlotTest, ACardThatWasReadBeforeARestartIsPresentUntilItIsLifted) {
    for (const bool reset_helps : {true, false}) {
        module_.set_reset_presents_again(reset_helps);
        const FakeModule::Card card;
        present_and_poll(card);
        EXPECT_EQ(status_of(slot_.stream()), 0x9000);
        CardSlot after_restart{behind_, clock_};
        EXPECT_TRUE(after_restart.poll());
        EXPECT_TRUE(after_restart.card_present());
        EXPECT_TRUE(after_restart.poll());
        EXPECT_TRUE(after_restart.card_present());
        EXPECT_EQ(status_of(after_restart.stream()), reset_helps ? 0x9000 : 0x6985);
        module_.lift();
        EXPECT_TRUE(after_restart.poll());
        EXPECT_FALSE(after_restart.card_present());
        EXPECT_TRUE(slot_.poll());
    }
}

TEST_F(CardSlotTest, ACardThatWasReadBeforeTheModuleFellSilentIsPresentAgain) {
    module_.set_reset_presents_again(false);
    present_and_poll();
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
    module_.set_silent(true);
    EXPECT_FALSE(slot_.poll());
    EXPECT_FALSE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
    module_.set_silent(false);
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    EXPECT_EQ(status_of(slot_.stream()), 0x6985);
    module_.lift();
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
}

TEST_F(CardSlotTest, AnEmptyModuleIsAskedOnceForACardThatWasRead) {
    for (int poll = 0; poll < 5; ++poll) EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
    EXPECT_EQ(module_.count(0x30, 0x03), 1U);
}

TEST_F(CardSlotTest, EachStatusMapsToAStatusWordAndTheNextReadWorks) {
    const auto check = [&](int status, int word) {
        present_and_poll();
        module_.answer_with(0x30, 0x01, static_cast<std::uint8_t>(status));
        EXPECT_EQ(status_of(slot_.stream()), word) << status;
        EXPECT_EQ(copy(slot_.last_result()), (Bytes{0x30, 0x01, static_cast<std::uint8_t>(status)}));
        module_.answer_with(0x30, 0x01, 0);
        EXPECT_EQ(status_of(slot_.stream()), 0x9000) << status;
        module_.lift();
        EXPECT_TRUE(slot_.poll());
    };
    check(0x10, 0x6F00);
    check(0x11, 0x6F00);
    check(0x21, 0x6F00);
    check(0x24, 0x6F00);
    check(0x31, 0x6982);
    check(0x32, 0x6982);
    check(0x33, 0x6A80);
    check(0x40, 0x6A81);
    check(0x41, 0x6400);
    check(0x47, 0x6400);
    check(0x60, 0x6581);
    check(0x66, 0x6983);
    check(0x91, 0x6A88);
    check(0x7E, 0x6F00);
}

TEST_F(CardSlotTest, ACardThatCannotBeSelectedIsPresentAndReportsTheCause) {
    module_.answer_with(0x20, 0x02, 0x66);
    module_.present({});
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present()) << "it may just be on its way into the field";
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    EXPECT_EQ(status_of(slot_.stream()), 0x6983);
    EXPECT_EQ(copy(slot_.last_result()), hex("200266"));
    module_.answer_with(0x20, 0x02, 0);
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
}

TEST_F(CardSlotTest, ASilentModuleIsAnErrorAndThenNoCard) {
    present_and_poll();
    module_.set_silent(true);
    EXPECT_EQ(status_of(slot_.stream()), 0x6F00);
    EXPECT_EQ(copy(slot_.last_result()), hex("3001FF"));
    EXPECT_FALSE(slot_.poll());
    EXPECT_TRUE(slot_.card_present()) << "one lost reply is no removal";
    EXPECT_FALSE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
    module_.set_silent(false);
    present_and_poll();
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
}

TEST_F(CardSlotTest, RepliesOfTheWrongSizeAreRefused) {
    present_and_poll({.text = Bytes(255, 'T'), .management = Bytes(27, 'M')});
    EXPECT_EQ(status_of(slot_.management_information()), 0x6F00);
    EXPECT_EQ(status_of(slot_.stream()), 0x6F00);
    EXPECT_EQ(status_of(slot_.fingerprints()), 0x6F00);
}

TEST_F(CardSlotTest, AReadWhoseReplyWasDamagedIsRepeated) {
    present_and_poll();
    module_.say_instead(hex("AA AA AA 96 69 00 04 00 00 90 95"));
    EXPECT_EQ(status_of(slot_.stream()), 0x6F00);
    EXPECT_EQ(copy(slot_.last_result()), hex("3001FF"));
    module_.say_instead({});
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
}

TEST_F(CardSlotTest, ACardStaysPresentAfterADamagedRead) {
    present_and_poll({.text = Bytes(255, 'T')});
    EXPECT_EQ(status_of(slot_.stream()), 0x6F00);
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.poll());
    EXPECT_TRUE(slot_.card_present());
    module_.lift();
    EXPECT_TRUE(slot_.poll());
    EXPECT_FALSE(slot_.card_present());
}

TEST_F(CardSlotTest, FingerprintsAreReadOnlyOnRequest) {
    const FakeModule::Card card{.fingerprints = Bytes(512, 'F')};
    present_and_poll(card);
    EXPECT_EQ(octets_of(slot_.stream()), stream_of(card));
    EXPECT_EQ(module_.count(0x30, 0x10), 0U);
    EXPECT_EQ(octets_of(slot_.fingerprints()), card.fingerprints);
    EXPECT_EQ(octets_of(slot_.fingerprints()), card.fingerprints);
    EXPECT_EQ(module_.count(0x30, 0x10), 1U);
    EXPECT_EQ(octets_of(slot_.stream()), stream_of(card));
    EXPECT_EQ(module_.count(0x30, 0x01), 1U);
}

TEST_F(CardSlotTest, MissingFingerprintsAreRequestedOnce) {
    present_and_poll();
    EXPECT_EQ(status_of(slot_.fingerprints()), 0x6A88);
    EXPECT_EQ(status_of(slot_.fingerprints()), 0x6A88);
    EXPECT_EQ(module_.count(0x30, 0x10), 1U);
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
    EXPECT_EQ(module_.count(0x30, 0x01), 0U) << "the text came with them";
}

TEST_F(CardSlotTest, SmallItemsCanBeAbsent) {
    present_and_poll({.management = hex("49494949 5300000000000053 44000000000000000000000000000044")});
    EXPECT_EQ(octets_of(slot_.serial_number()), hex("5300000000000053"));
    EXPECT_EQ(slot_.management_information()->size(), 28U);
    EXPECT_EQ(status_of(slot_.appended_addresses()), 0x6A88);
    EXPECT_EQ(copy(slot_.last_result()), hex("300391"));
    EXPECT_EQ(octets_of(slot_.sam_id()), hex("0500030055773301 87D6120015CD5B07"));
    EXPECT_EQ(octets_of(slot_.stream()).size(), 1284U);
}

TEST_F(CardSlotTest, PollsDoNotChangeTheLastResult) {
    EXPECT_EQ(copy(slot_.last_result()), hex("000000"));
    present_and_poll();
    EXPECT_EQ(copy(slot_.last_result()), hex("000000"));
    EXPECT_EQ(status_of(slot_.stream()), 0x9000);
    EXPECT_EQ(copy(slot_.last_result()), hex("300190"));
    EXPECT_TRUE(slot_.poll());
    EXPECT_EQ(copy(slot_.last_result()), hex("300190"));
}

}  // namespace
}  // namespace fivestar::driver
