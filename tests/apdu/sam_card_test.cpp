// SPDX-License-Identifier: Apache-2.0
// The exchanges are those of the published code for PC/SC readers with a security module (FF B0 and blocks of 256
// octets), the text records and their contents those of tests/vectors/samv.
#include "apdu/sam_card.hpp"

#include "tests/support/scripted_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::hex;
using test::ScriptedChannel;

constexpr std::string_view whole = "FFB00000000504";

Bytes text() {
    return test::read_vector_bytes("samv/text_Y.bin");
}

Bytes portrait() {
    Bytes octets(1024);
    for (std::size_t at = 0; at < octets.size(); ++at) octets[at] = static_cast<std::uint8_t>(at * 7);
    return octets;
}

Bytes stream() {
    Bytes octets = hex("01000400");
    append(octets, text());
    append(octets, portrait());
    return octets;
}

Bytes answer(ByteView data, std::string_view sw = "9000") {
    Bytes octets = copy(data);
    append(octets, hex(sw));
    return octets;
}

Bytes block_command(unsigned number) {
    return {0xFF, 0xB0, static_cast<std::uint8_t>(number), 0x00, 0x00};
}

ByteView block_of(ByteView octets, std::size_t number, std::size_t size = 256) {
    return octets.subspan(number * size, std::min(size, octets.size() - number * size));
}

/// A reader that returns `octets` in blocks of `size`.
void expect_blocks(ScriptedChannel& reader, ByteView octets, std::size_t from, std::size_t to, std::size_t size = 256) {
    for (std::size_t number = from; number < to; ++number) {
        reader.expect(block_command(static_cast<unsigned>(number)), answer(block_of(octets, number, size)));
    }
}

void expect_specimen(const Result<SamRecord>& record) {
    ASSERT_TRUE(record) << to_string(record.error().code);
    EXPECT_TRUE(std::ranges::equal(record->text, text()));
    EXPECT_TRUE(std::ranges::equal(record->portrait, portrait()));
}

TEST(SamCard, ReadsTheWholeStreamInOneExchange) {
    ScriptedChannel reader;
    reader.expect(hex(whole), answer(stream()));
    std::vector<std::uint64_t> done;
    SamCard card{reader, true, [&](std::uint64_t octets, std::uint64_t total) {
                     done.push_back(octets);
                     EXPECT_EQ(total, 1284U);
                 }};
    expect_specimen(card.read(true));
    EXPECT_EQ(done, std::vector<std::uint64_t>{1284});
    EXPECT_TRUE(card.extended_length());
}

// Cut before they are joined, the blocks lose the text's last four octets, two characters of the association field.
TEST(SamCard, JoinsTheBlocksBeforeCuttingThem) {
    ScriptedChannel reader;
    expect_blocks(reader, stream(), 0, 6);
    expect_specimen(SamCard{reader, false}.read(true));
}

TEST(SamCard, ReadsOnlyTheTextIfRequested) {
    ScriptedChannel reader;
    expect_blocks(reader, stream(), 0, 2);
    const auto record = SamCard{reader, false}.read(false);
    ASSERT_TRUE(record);
    EXPECT_TRUE(std::ranges::equal(record->text, text()));
    EXPECT_TRUE(record->portrait.empty());
}

TEST(SamCard, DropsThePortraitIfNotRequested) {
    ScriptedChannel reader;
    reader.expect(hex(whole), answer(stream()));
    const auto record = SamCard{reader, true}.read(false);
    ASSERT_TRUE(record);
    EXPECT_TRUE(record->portrait.empty());
}

TEST(SamCard, FallsBackToBlocksIfTheLengthIsRefused) {
    for (const std::string_view refusal : {"6700", "6A86", "6B00", "6D00", "6F00"}) {
        ScriptedChannel reader;
        reader.expect(whole, refusal).expect("FFCAF10003", "6A81");
        expect_blocks(reader, stream(), 0, 6);
        SamCard card{reader, true};
        expect_specimen(card.read(true));
        EXPECT_FALSE(card.extended_length());
    }
}

TEST(SamCard, FallsBackToBlocksIfTheAnswerIsCut) {
    for (const std::size_t octets : {256U, 261U, 0U, 3U}) {
        ScriptedChannel reader;
        reader.expect(hex(whole), answer(ByteView{stream()}.first(octets)));
        expect_blocks(reader, stream(), 0, 6);
        expect_specimen(SamCard{reader, true}.read(true));
    }
}

TEST(SamCard, ObeysTheExactLength) {
    ScriptedChannel reader;
    reader.expect(whole, "6C00").expect(block_command(0), answer(block_of(stream(), 0)));
    expect_blocks(reader, stream(), 0, 5);
    reader.expect("FFB0050000", "6C04").expect(hex("FFB0050004"), answer(block_of(stream(), 5)));
    expect_specimen(SamCard{reader, true}.read(true));
}

TEST(SamCard, RequestsTheExactLengthOfTheLastBlockIfRequired) {
    ScriptedChannel reader;
    expect_blocks(reader, stream(), 0, 5);
    reader.expect("FFB0050000", "6700").expect(hex("FFB0050004"), answer(block_of(stream(), 5)));
    expect_specimen(SamCard{reader, false}.read(true));
}

TEST(SamCard, AcceptsALastBlockThatIsShortOrPadded) {
    ScriptedChannel early;
    expect_blocks(early, stream(), 0, 5);
    early.expect(block_command(5), answer(block_of(stream(), 5), "6282"));
    expect_specimen(SamCard{early, false}.read(true));

    ScriptedChannel padded;
    Bytes octets = stream();
    octets.resize(std::size_t{6} * 256);
    expect_blocks(padded, octets, 0, 6);
    expect_specimen(SamCard{padded, false}.read(true));
}

TEST(SamCard, AcceptsBlocksOfAnotherSize) {
    for (const std::size_t size : {64U, 100U, 254U}) {
        ScriptedChannel reader;
        expect_blocks(reader, stream(), 0, (1284 + size - 1) / size, size);
        expect_specimen(SamCard{reader, false}.read(true));
    }
}

TEST(SamCard, ReadsTheLengthsFromTheHeader) {
    const Bytes short_stream = hex("0002 0003 AAAA BBBBBB");
    ScriptedChannel reader;
    reader.expect(block_command(0), answer(short_stream));
    const auto record = SamCard{reader, false}.read(true);
    ASSERT_TRUE(record);
    EXPECT_TRUE(std::ranges::equal(record->text, hex("AAAA")));
    EXPECT_TRUE(std::ranges::equal(record->portrait, hex("BBBBBB")));
}

ErrorCode reading(std::string_view first_block) {
    ScriptedChannel reader;
    reader.expect(block_command(0), answer(hex(first_block)));
    const auto record = SamCard{reader, false}.read(true);
    return record ? ErrorCode::io_failure : record.error().code;
}

TEST(SamCard, RefusesLengthsAboveItsLimits) {
    EXPECT_EQ(reading("0000 0400 00"), ErrorCode::malformed);  // no text
    EXPECT_EQ(reading("0401 0400 00"), ErrorCode::malformed);
    EXPECT_EQ(reading("FFFF FFFF 00"), ErrorCode::malformed);
    EXPECT_EQ(reading("0100 1001 00"), ErrorCode::malformed);
    EXPECT_EQ(reading(""), ErrorCode::no_progress);
}

TEST(SamCard, LimitsTheNumberOfBlocks) {
    ScriptedChannel reader;
    const Bytes octets = stream();
    for (unsigned number = 0; number < SamCard::max_blocks; ++number) {
        reader.expect(block_command(number), answer(block_of(octets, number, 1)));
    }
    EXPECT_EQ(SamCard(reader, false).read(true).error().code, ErrorCode::limit_exceeded);
}

TEST(SamCard, ReportsTheModulesCode) {
    ScriptedChannel reader;
    reader.expect(whole, "6400").expect("FFCAF10003", "3001419000");
    const auto record = SamCard{reader, true}.read(true);
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error(), (Error{ErrorCode::sam_error, 0x6400, {}, 0x41}));
}

TEST(SamCard, ReportsASilentModule) {
    ScriptedChannel reader;
    reader.expect("FFB0000000", "6F00").expect("FFCAF10003", "3001FF9000");
    EXPECT_EQ(SamCard(reader, false).read(true).error(), (Error{ErrorCode::sam_error, 0x6F00, {}, 0xFF}));
}

TEST(SamCard, ReportsAFailedRead) {
    ScriptedChannel reader;
    reader.expect("FFB0000000", "6A88").expect("FFCAF10003", "3001919000");
    EXPECT_EQ(SamCard(reader, false).read(true).error(), (Error{ErrorCode::sam_error, 0x6A88, {}, 0x91}));
}

TEST(SamCard, IgnoresSuccessAndMalformedResults) {
    for (const std::string_view result : {"000000", "300190", "20019F", "300391", "30", "30014100"}) {
        ScriptedChannel reader;
        reader.expect(hex("FFB0000000"), hex("6F00")).expect(hex("FFCAF10003"), answer(hex(result)));
        EXPECT_EQ(SamCard(reader, false).read(true).error(), (Error{ErrorCode::sam_error, 0x6F00}));
    }
}

TEST(SamCard, ReportsAReaderWithoutTheCommand) {
    for (const std::string_view refusal : {"6D00", "6E00", "6A81"}) {
        ScriptedChannel reader;
        reader.expect("FFB0000000", refusal).expect("FFCAF10003", refusal);
        EXPECT_EQ(SamCard(reader, false).read(true).error().code, ErrorCode::unsupported);
    }
}

TEST(SamCard, ReportsThatTheCardMustBeLifted) {
    ScriptedChannel reader;
    reader.expect(whole, "6985");
    EXPECT_EQ(SamCard(reader, true).read(true).error(), (Error{ErrorCode::card_removed, 0x6985}));
}

TEST(SamCard, ReportsFailuresInTheMiddleOfTheStream) {
    ScriptedChannel reader;
    expect_blocks(reader, stream(), 0, 3);
    reader.expect("FFB0030000", "6F00").expect("FFCAF10003", "3001419000");
    EXPECT_EQ(SamCard(reader, false).read(true).error().module_code, 0x41);

    ScriptedChannel pulled;
    expect_blocks(pulled, stream(), 0, 3);
    pulled.expect_failure("FFB0030000", {ErrorCode::card_removed});
    EXPECT_EQ(SamCard(pulled, false).read(true).error().code, ErrorCode::card_removed);
}

TEST(SamCard, UsesShortLengthAfterABrokenExchange) {
    ScriptedChannel reader;
    reader.expect_failure(whole, {ErrorCode::transport_failure});
    expect_blocks(reader, stream(), 0, 6);
    SamCard card{reader, true};
    EXPECT_EQ(card.read(true).error().code, ErrorCode::transport_failure);
    expect_specimen(card.read(true));
}

TEST(SamCard, ReadsTheModulesId) {
    ScriptedChannel reader;
    reader.expect("FFCAF00010", "05000300 55773301 87D61200 15CD5B07 9000");
    const auto id = SamCard{reader, true}.module_id();
    ASSERT_TRUE(id);
    EXPECT_EQ(*id, hex("050003005577330187D6120015CD5B07"));

    for (const std::string_view refusal : {"6A81", "6D00", "6F00"}) {
        ScriptedChannel other;
        other.expect("FFCAF00010", refusal);
        EXPECT_EQ(SamCard(other, true).module_id().error().code, ErrorCode::unexpected_status);
    }
    ScriptedChannel odd;
    odd.expect("FFCAF00010", "01029000");
    EXPECT_EQ(SamCard(odd, true).module_id().error().code, ErrorCode::malformed);
}

TEST(SamCard, ReadsAppendedAddresses) {
    const Bytes two(140, 0x20);
    ScriptedChannel reader;
    reader.expect(hex("FFCAF200000118"), answer(two));
    const auto addresses = SamCard{reader, true}.appended_addresses();
    ASSERT_TRUE(addresses);
    EXPECT_TRUE(std::ranges::equal(*addresses, two));
}

TEST(SamCard, ReturnsNoAddressesIfCardOrReaderHasNone) {
    for (const std::string_view refusal : {"6A81", "6D00", "6E00"}) {
        ScriptedChannel reader;
        reader.expect("FFCAF20000", refusal).expect("FFCAF10003", refusal);
        const auto addresses = SamCard{reader, false}.appended_addresses();
        ASSERT_TRUE(addresses);
        EXPECT_TRUE(addresses->empty());
    }
    ScriptedChannel none;
    none.expect("FFCAF200000118", "6A88");
    EXPECT_TRUE(SamCard(none, true).appended_addresses()->empty());

    ScriptedChannel failing;
    failing.expect("FFCAF200000118", "6400").expect("FFCAF10003", "3003419000");
    EXPECT_EQ(SamCard(failing, true).appended_addresses().error(), (Error{ErrorCode::sam_error, 0x6400, {}, 0x41}));
}

TEST(SamCard, ReadsTheManagementInformation) {
    const Bytes octets(28, 0x11);
    ScriptedChannel reader;
    reader.expect(hex("FFCAF3001C"), answer(octets));
    const auto management = SamCard{reader, true}.management_information();
    ASSERT_TRUE(management);
    EXPECT_TRUE(std::ranges::equal(*management, octets));

    ScriptedChannel other_maker;
    other_maker.expect("FFCAF3001C", "6A81").expect("FFCAF10003", "6A81");
    EXPECT_TRUE(SamCard(other_maker, true).management_information()->empty());

    ScriptedChannel cut;
    cut.expect("FFCAF3001C", "01029000");
    EXPECT_EQ(SamCard(cut, true).management_information().error().code, ErrorCode::malformed);
}

TEST(SamCard, OverwritesTheLongestAnswer) {
    ScriptedChannel reader;
    reader.expect(hex("FFCAF500000504"), answer(Bytes(1284)));
    SamCard{reader, true}.overwrite_answers();
    ScriptedChannel other;
    other.expect("FFCAF50000", "6A81");
    SamCard{other, false}.overwrite_answers();
}

}  // namespace
}  // namespace fivestar::apdu
