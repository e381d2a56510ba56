// SPDX-License-Identifier: Apache-2.0
// Whole reads of Chinese identity cards behind a security module. What the texts say is in
// tests/vectors/samv/README.md.
#include "crypto/base/text.hpp"
#include "tests/daemon/reading/sam_reader.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <algorithm>
#include <ranges>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using identity::CheckName;
using identity::Verdict;
using testing::Contains;
using testing::ElementsAre;

/// Four fields of 35 blanks, each beginning with a letter of its own.
Bytes addresses(std::string_view letters) {
    Bytes octets;
    for (const char letter : letters) {
        for (int at = 0; at < 35; ++at) append(octets, Bytes{static_cast<std::uint8_t>(at == 0 ? letter : ' '), 0});
    }
    return octets;
}

std::string_view number(const daemon::ReadOutcome& outcome) {
    return outcome.record.document.number->view();
}

TEST(SamRead, ReadsACardOfEachKindAndBelievesItBecauseOfTheReader) {
    struct Case {
        std::string_view file;
        identity::DocumentType type;
        std::string_view number;
    };
    using enum identity::DocumentType;
    for (const Case& one : {Case{"Y", permanent_resident_card, "931586198001010028"},
                            Case{"I", permanent_resident_card, "PAK310080010103"},
                            Case{"J", hmt_residence_permit, "810000199001010019"}}) {
        SamReader reader{one.file};
        const auto outcome = reader.read();
        ASSERT_EQ(summary(outcome), "genuine") << one.file;
        EXPECT_EQ(outcome->profile, identity::Profile::sam);
        EXPECT_EQ(outcome->record.document.type, one.type);
        EXPECT_EQ(number(*outcome), one.number);
        EXPECT_EQ(outcome->record.portrait->octets.size(), 1024U);
        EXPECT_EQ(outcome->verification.sam_id, "05.03-20150101-0001234567-0123456789");
    }
}

// The specimen's sex contradicts its number.
TEST(SamRead, GivesNoVerdictOnARecordThatContradictsItself) {
    SamReader reader{"cn"};
    const auto outcome = reader.read();
    ASSERT_EQ(summary(outcome), "unverified");
    EXPECT_EQ(number(*outcome), "11010519491231002X");
    EXPECT_EQ(outcome->verification[CheckName::record_consistency].outcome, Outcome::failed);
    EXPECT_EQ(outcome->verification[CheckName::chip_authenticity].outcome, Outcome::passed);
}

TEST(SamRead, ListsEveryCheck) {
    SamReader reader;
    const auto outcome = reader.read();
    ASSERT_TRUE(outcome);
    const auto& verification = outcome->verification;
    for (const CheckName name : {CheckName::access, CheckName::chip_authenticity}) {
        EXPECT_EQ(verification[name].outcome, Outcome::passed);
        EXPECT_EQ(verification[name].method, "sam");
    }
    for (const CheckName name : {CheckName::data_group_hashes, CheckName::signature, CheckName::certificate_chain,
                                 CheckName::certificate_validity, CheckName::revocation, CheckName::algorithm_policy}) {
        EXPECT_EQ(verification[name].outcome, Outcome::not_performed);
        EXPECT_EQ(verification[name].reason, Reason::not_on_this_card);
    }
    EXPECT_EQ(verification[CheckName::mrz_check_digits].outcome, Outcome::not_performed);
    EXPECT_EQ(verification[CheckName::number_check_digit].outcome, Outcome::passed);
    EXPECT_EQ(verification[CheckName::record_consistency].outcome, Outcome::passed);
}

TEST(SamRead, DoesNotBelieveACardThatShowsTheAtrOnAnotherReader) {
    const std::vector<apdu::ReaderDescription> strangers{
        {},
        {.name = "SAM_V 00 00"},
        {.name = "fivestar SAM_V 00 00", .vendor = "Vendor", .type = "SAM_V"},
        {.name = "Desk", .vendor = "fivestar", .type = ""},
        {.name = "Desk", .vendor = "fivestar", .type = "SAM_V2"},
        {.name = "Desk", .vendor = "fivestarry", .type = "SAM_V"},
        {.name = "Desk", .vendor = "FIVESTAR", .type = "SAM_V"},
    };
    for (const auto& description : strangers) {
        SamReader reader;
        reader.description = description;
        const auto outcome = reader.read({}, {"Other *", "SAM_V"});
        ASSERT_EQ(summary(outcome), "unverified") << description.name;
        const auto& check = outcome->verification[CheckName::chip_authenticity];
        EXPECT_EQ(check.outcome, Outcome::not_performed);
        EXPECT_EQ(check.reason, Reason::sam_reader_not_trusted);
        EXPECT_EQ(outcome->verification[CheckName::access].outcome, Outcome::not_performed);
        EXPECT_FALSE(outcome->verification.sam_id) << "a name that a stranger gave itself";
        EXPECT_EQ(number(*outcome), "931586198001010028");
    }
}

TEST(SamRead, BelievesAReaderThatTheConfigurationNames) {
    SamReader reader;
    reader.own_driver = false;
    reader.description = {.name = "Vendor Model (0042) 00 00", .vendor = "Vendor"};
    const auto outcome = reader.read({}, {"Other *", "Vendor Model *"});
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_FALSE(outcome->verification.sam_id);
    EXPECT_EQ(outcome->record.portrait->octets.size(), 1024U);
    EXPECT_THAT(reader.asked, Contains("FFB0050000"));
}

TEST(SamRead, TakesFewStepsAndNamesThem) {
    SamReader reader;
    const auto outcome = reader.read();
    ASSERT_TRUE(outcome);
    std::vector<std::string_view> steps;
    for (const auto& step : outcome->steps) steps.push_back(step.name);
    EXPECT_THAT(steps, ElementsAre("read_sam_id", "read_sam_stream", "read_appended_addresses", "verify"));
    EXPECT_EQ(outcome->steps[1].sw, 0x9000);
    EXPECT_THAT(reader.asked, ElementsAre("FFCAF00010", "FFB00000000504", "FFCAF200000118", "FFCAF500000504"));
    EXPECT_EQ(outcome->timing.exchanges, 3U);
    EXPECT_EQ(reader.observer.heard.back().index, reader.observer.heard.back().of);
    EXPECT_EQ(reader.observer.heard.back().of, 4U);
}

TEST(SamRead, NeedsNoKeyAndIgnoresOne) {
    SamReader reader;
    EXPECT_EQ(summary(reader.read(order_for(test_persona("passport")))), "genuine");
}

TEST(SamRead, LeavesNothingInTheServicesMemory) {
    for (const bool own_driver : {true, false}) {
        SamReader reader;
        reader.own_driver = own_driver;
        if (!own_driver) reader.description = {};
        ASSERT_TRUE(reader.read());
        // A reader of another maker does not know the command: what its last answer covers is all that can be done.
        const std::size_t from = own_driver ? 0 : 2;
        const bool clean = std::ranges::none_of(reader.kept | std::views::drop(from) | std::views::take(1284 - from),
                                                [](std::uint8_t octet) { return octet != 0; });
        EXPECT_EQ(clean, own_driver);
    }
}

TEST(SamRead, LeavesNothingThereAfterAReadThatWasStoppedOrFailed) {
    std::stop_source stop;
    SamReader reader;
    reader.before = [&](const apdu::Command& command) -> Result<void> {
        if (command.p1 == 0xF2) stop.request_stop();
        return {};
    };
    EXPECT_EQ(summary(reader.read({}, {}, stop.get_token())), "genuine") << "the record was complete";
    EXPECT_EQ(reader.asked.back(), "FFCAF500000504");

    std::stop_source earlier;
    SamReader stopped;
    stopped.before = [&](const apdu::Command& command) -> Result<void> {
        if (command.ins == 0xB0) earlier.request_stop();
        return {};
    };
    EXPECT_EQ(summary(stopped.read({}, {}, earlier.get_token())), "cancelled@read_appended_addresses");
    EXPECT_THAT(stopped.asked, ElementsAre("FFCAF00010", "FFB00000000504", "FFCAF500000504"));

    SamReader unknown;
    unknown.stream[4 + 248] = 'Q';
    EXPECT_EQ(summary(unknown.read()), "unsupported@verify");
    EXPECT_EQ(unknown.asked.back(), "FFCAF500000504");
}

TEST(SamRead, IsNotBegunOnceItWasStopped) {
    std::stop_source stop;
    stop.request_stop();
    SamReader reader;
    EXPECT_EQ(summary(reader.read({}, {}, stop.get_token())), "cancelled@read_sam_id");
    EXPECT_THAT(reader.asked, ElementsAre());
}

TEST(SamRead, DropsThePortraitThatNobodyAskedFor) {
    daemon::ReadRequest order;
    order.wanted = {.portrait = false, .appended_addresses = false};
    SamReader reader;
    const auto outcome = reader.read(order);
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_FALSE(outcome->record.portrait);
    EXPECT_EQ(reader.observer.texts, 0);
    EXPECT_THAT(reader.asked, ElementsAre("FFCAF00010", "FFB00000000504", "FFCAF500000504"));

    SamReader blocks;
    blocks.own_driver = false;
    blocks.description = {};
    EXPECT_FALSE(blocks.read(order)->record.portrait);
    EXPECT_THAT(blocks.asked, ElementsAre("FFB00000000504", "FFCAF10003", "FFB0000000", "FFB0010000", "FFCAF50000"));
}

TEST(SamRead, TellsTheTextBeforeThePortrait) {
    SamReader reader;
    ASSERT_TRUE(reader.read());
    EXPECT_EQ(reader.observer.texts, 1);
    EXPECT_FALSE(reader.observer.portrait_before_text);
    EXPECT_EQ(reader.observer.latin_name_in_text, "ZHENGJIAN, YANGBEN ZHENG JIAN YANG BEN");
    EXPECT_EQ(reader.observer.verdict_in_text, Verdict::genuine);
}

TEST(SamRead, HasTheAppendedAddresses) {
    SamReader reader{"J"};
    reader.addresses = addresses("ABCD");
    const auto outcome = reader.read();
    ASSERT_EQ(summary(outcome), "genuine");
    const auto& appended = outcome->record.holder.address_appended;
    ASSERT_EQ(appended.size(), 4U);
    EXPECT_EQ(appended[0].view(), "A");
    EXPECT_EQ(appended[3].view(), "D");
}

TEST(SamRead, KeepsTheModulesOctetsOnlyOnRequest) {
    SamReader reader{"J"};
    reader.addresses = addresses("A");
    reader.management = Bytes(28, 0x11);
    const auto plain = reader.read();
    ASSERT_EQ(summary(plain), "genuine");
    EXPECT_FALSE(plain->record.module.portrait || plain->record.module.addresses || plain->record.module.management);

    daemon::ReadRequest order;
    order.wanted = {.portrait = false,
                    .appended_addresses = false,
                    .module_portrait = true,
                    .module_addresses = true,
                    .module_management = true};
    const auto outcome = reader.read(order);
    ASSERT_EQ(summary(outcome), "genuine");
    const auto& module = outcome->record.module;
    EXPECT_TRUE(std::ranges::equal(*module.portrait, ByteView{reader.stream}.subspan(260, 1024)));
    EXPECT_TRUE(std::ranges::equal(*module.addresses, reader.addresses));
    EXPECT_TRUE(std::ranges::equal(*module.management, reader.management));
    EXPECT_FALSE(outcome->record.portrait);
    EXPECT_TRUE(outcome->record.holder.address_appended.empty());
}

TEST(SamRead, GoesOnWithoutAddressesThatCannotBeRead) {
    SamReader reader;
    reader.addresses_failing_with = 0x6400;
    reader.module_code = 0x41;
    const auto outcome = reader.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->steps[2].outcome, Outcome::failed);
    EXPECT_THAT(outcome->verification[CheckName::record_consistency].findings,
                Contains(Reason::appended_addresses_unreadable));
}

TEST(SamRead, EndsWithWhatTheModuleSaid) {
    SamReader reader;
    reader.failing_with = 0x6982;
    reader.module_code = 0x32;
    const auto outcome = reader.read();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error(), (Error{ErrorCode::sam_error, 0x6982, "read_sam_stream", 0x32}));
}

TEST(SamRead, EndsWhenTheCardGoesAtAnyMoment) {
    for (std::size_t at = 0; at < 3; ++at) {
        SamReader reader;
        std::size_t exchanges = 0;
        reader.before = [&](const apdu::Command&) -> Result<void> {
            if (exchanges++ >= at) return fail(ErrorCode::card_removed);
            return {};
        };
        const auto outcome = reader.read();
        ASSERT_FALSE(outcome) << at;
        EXPECT_EQ(outcome.error().code, ErrorCode::card_removed) << at;
    }
}

TEST(SamRead, SaysThatACardReadLongAgoMustBeLifted) {
    SamReader reader;
    reader.failing_with = 0x6985;
    EXPECT_EQ(reader.read().error(), (Error{ErrorCode::card_removed, 0x6985, "read_sam_stream"}));
}

TEST(SamRead, TriesWithoutExtendedLengthWhereItBreaksTheExchange) {
    SamReader reader;
    reader.description = {};
    reader.own_driver = false;
    reader.before = [](const apdu::Command& command) -> Result<void> {
        if (command.extended()) return fail(ErrorCode::transport_failure);
        return {};
    };
    const auto outcome = reader.read();
    ASSERT_EQ(summary(outcome), "unverified");
    EXPECT_EQ(number(*outcome), "931586198001010028");
}

TEST(SamRead, IsForNoCardWithoutAModule) {
    SamReader reader;
    reader.card_atr = from_hex("3B888001D10386050080800058").value();
    const auto outcome = reader.read();
    ASSERT_EQ(summary(outcome), "unsupported@sam_required");
    EXPECT_THAT(reader.asked, ElementsAre());
}

}  // namespace
}  // namespace fivestar::test
