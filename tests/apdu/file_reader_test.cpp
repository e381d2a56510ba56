// SPDX-License-Identifier: Apache-2.0
// Rows named in comments: quirks of chips in the field, by their effect on READ BINARY. FakeChip plays the chip.
#include "apdu/file_reader.hpp"

#include "apdu/basic_access_control.hpp"
#include "apdu/response_chaining.hpp"
#include "apdu/t0_channel.hpp"
#include "crypto/base/text.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/apdu/fake_chip.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <initializer_list>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::FakeChip;
using test::make_file;
using test::Manners;
using test::ScriptedChannel;

const Bytes seed = test::hex("239AB9CB282DAF66231DC5A4DF6BFBAE");

/// The files of the exchange budget: those of a five-star card.
const struct {
    lds::FileId id;
    std::size_t size;
} budget_files[] = {{lds::com, 28},
                    {lds::sod, 1'800},
                    {lds::data_group(1), 95},
                    {lds::data_group(2), 15'000},
                    {lds::data_group(11), 200},
                    {lds::data_group(13), 264}};

/// A chip and a read of it, with access control before it and after a session has ended.
class Read {
  public:
    explicit Read(Manners manners, bool extended_length = false) : chip(manners), sizes(extended_length) {}

    void start_session() {
        EXPECT_TRUE(lds::select_application(chip));
        SystemRandom random;
        const auto access = basic_access_control(chip, seed, random);
        ASSERT_TRUE(access);
        secure_ = SecureChannel::create(chip, access->keys, sizes.extended_length()).value();
        sizes.protect_with(access->keys.cipher);
    }

    /// Reads over the session. Opens at most three others if the chip ends it because of a length.
    Result<LdsFile> read_protected(FileReader& reader, const lds::FileId& file) {
        for (;;) {
            auto result = reader.read(*secure_, file);
            if (result || sessions == 4 || !reader.prepare_retry(result.error())) return result;
            ++sessions;
            chip.power_cycle();
            start_session();
        }
    }

    FakeChip chip;
    ReadSizes sizes;
    int sessions = 1;

  private:
    std::unique_ptr<SecureChannel> secure_;
};

/// Reads a file of `size` octets in the clear and expects it whole.
void expect_plain(Manners manners, std::size_t size, bool extended_length = false,
                  const lds::FileId& id = lds::data_group(2)) {
    FakeChip chip{manners};
    const Bytes content = make_file(id.tag, size);
    chip.add(id, content);
    ReadSizes sizes{extended_length};
    FileReader reader{sizes};
    const auto file = reader.read(chip, id);
    ASSERT_TRUE(file) << to_string(file.error().code);
    EXPECT_TRUE(file->id == id);
    EXPECT_EQ(to_hex(file->raw), to_hex(content));
    EXPECT_FALSE(chip.past_the_end);  // row 20
}

TEST(FileReader, ReadsEverySizeExactly) {
    for (const std::size_t size :
         {8U, 9U, 95U, 129U, 256U, 257U, 487U, 488U, 15'000U, 32'767U, 32'768U, 33'100U, 70'000U}) {
        SCOPED_TRACE(size);
        expect_plain({}, size, false, lds::data_group(11));
        expect_plain({}, size, true, lds::data_group(11));
        expect_plain({.warns_at_end = true}, size, false, lds::data_group(11));  // row 3
    }
}

TEST(FileReader, ReadsFilesThatAreShorterThanTheFirstRequest) {
    for (const std::size_t size : {2U, 3U, 7U}) {
        FakeChip chip;
        chip.add(lds::data_group(12), make_file(0x6C, size));
        ReadSizes sizes{false};
        FileReader reader{sizes};
        EXPECT_EQ(reader.read(chip, lds::data_group(12))->raw.size(), size);
    }
}

TEST(FileReader, DropsOctetsAfterTheDataObject) {
    FakeChip chip;
    Bytes content = make_file(0x6C, 40);
    const std::string expected = to_hex(content);
    content.resize(64, 0xFF);
    chip.add(lds::data_group(12), content);
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(to_hex(reader.read(chip, lds::data_group(12))->raw), expected);
}

TEST(FileReader, StaysWithinTheExchangesOfAFullRead) {
    const struct {
        bool extended_length;
        int most;
    } budgets[] = {{false, 86}, {true, 16}};
    for (const auto& [extended_length, most] : budgets) {
        Read read{{.extended_length = extended_length}, extended_length};
        read.chip.lock(seed);
        for (const auto& [id, size] : budget_files) read.chip.add(id, make_file(id.tag, size));
        read.chip.exchanges = 1;  // for EF.CardAccess
        read.start_session();
        FileReader reader{read.sizes};
        for (const auto& [id, size] : budget_files) {
            const auto file = read.read_protected(reader, id);
            ASSERT_TRUE(file) << id.step;
            EXPECT_EQ(to_hex(file->raw), to_hex(make_file(id.tag, size))) << id.step;
        }
        EXPECT_LE(read.chip.exchanges, most);
        EXPECT_EQ(read.sessions, 1);
        EXPECT_FALSE(read.chip.past_the_end);
        if (!extended_length) {
            EXPECT_LE(read.chip.largest_answer, 256U);
        }
        RecordProperty(extended_length ? "exchanges_extended" : "exchanges_short", read.chip.exchanges);
    }
}

TEST(FileReader, SelectsIfTheChipHasNoShortIdentifiers) {
    for (const std::uint16_t refusal :
         std::initializer_list<std::uint16_t>{0x6A82, 0x6A86, 0x6B00, 0x6D00, 0x6981, 0x6982, 0x6985, 0x6986}) {
        FakeChip chip{{.short_identifiers = false, .no_short_identifier_sw = refusal}};
        chip.add(lds::com, make_file(0x60, 30));
        chip.add(lds::sod, make_file(0x77, 900));
        ReadSizes sizes{false};
        FileReader reader{sizes};
        EXPECT_TRUE(reader.read(chip, lds::com)) << refusal;
        const int before = chip.exchanges;
        EXPECT_TRUE(reader.read(chip, lds::sod)) << refusal;
        EXPECT_EQ(chip.selections, 2);
        EXPECT_EQ(chip.exchanges - before, 5) << "learned: one SELECT, four READ BINARY";
    }
}

TEST(FileReader, DistinguishesAbsentRefusedAndMalformed) {
    ReadSizes sizes{false};
    FileReader reader{sizes};
    FakeChip empty;
    EXPECT_EQ(reader.read(empty, lds::com).error(), (Error{ErrorCode::file_not_found, 0x6A82, "read_com"}));
    FakeChip locked;
    locked.lock(seed);
    EXPECT_EQ(reader.read(locked, lds::data_group(3)).error(), (Error{ErrorCode::access_denied, 0x6982, "read_dg3"}));
    FakeChip odd;
    odd.add(lds::data_group(1), make_file(0x75, 95));
    EXPECT_EQ(reader.read(odd, lds::data_group(1)).error().code, ErrorCode::malformed);
}

TEST(FileReader, ReportsTheFirstRefusalOfAChipWithoutSelect) {
    ScriptedChannel card;
    card.expect("00B09E0008", "6A82").expect("00A4020C02011E", "6D00").expect("00A4020002011E00", "6D00");
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(reader.read(card, lds::com).error(), (Error{ErrorCode::file_not_found, 0x6A82, "read_com"}));
}

// Row 1, 5, 6: the chip refuses a length, under its MAC or in the clear of a plain chip.
TEST(FileReader, ReducesTheLengthUntilTheChipAccepts) {
    for (const std::uint16_t refusal : std::initializer_list<std::uint16_t>{0x6700, 0x6B00, 0x6282, 0x6C00}) {
        for (const std::uint32_t most : {231U, 200U, 192U, 160U, 112U}) {
            SCOPED_TRACE(testing::Message() << std::hex << refusal << " above " << std::dec << most);
            expect_plain({.most_le = most, .length_refusal = refusal}, 5'000);
            expect_plain({.most_le = most, .length_refusal = refusal}, 5'000, true);
            expect_plain({.most_le = most, .length_refusal = refusal}, 40'000, true);
        }
    }
}

TEST(FileReader, FailsBelowTheSmallestLength) {
    FakeChip chip{{.most_le = 100}};
    chip.add(lds::data_group(11), make_file(0x6B, 500));
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(reader.read(chip, lds::data_group(11)).error(),
              (Error{ErrorCode::unexpected_status, 0x6700, "read_dg11"}));
}

TEST(FileReader, KeepsTheLengthThatTheChipNames) {
    FakeChip chip{{.most_le = 231, .length_refusal = 0x6C00}};  // row 4: 6CE7
    chip.add(lds::data_group(11), make_file(0x6B, 8 + 231 * 10));
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_TRUE(reader.read(chip, lds::data_group(11)));
    EXPECT_EQ(chip.exchanges, 1 + 10 + 1) << "one correction for the whole file";
}

TEST(FileReader, LearnsTheChipsLengthThroughResponseChaining) {
    FakeChip chip{{.most_le = 231, .length_refusal = 0x6C00}};
    chip.add(lds::data_group(11), make_file(0x6B, 8 + 231 * 10));
    ResponseChaining channel{chip};
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_TRUE(reader.read(channel, lds::data_group(11)));
    EXPECT_EQ(chip.exchanges, 1 + 10 + 2);
}

// Row 27: a rule fires once for each command.
TEST(FileReader, ObeysAChangingLengthOnce) {
    ScriptedChannel card;
    card.expect("00B0820000", "6C80").expect("00B0820080", "6C40");
    card.expect("00B0820070", "6C20").expect("00A4020C020102", "6A82");
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(reader.read(card, lds::data_group(2)).error().code, ErrorCode::file_not_found);
}

TEST(FileReader, AcceptsFewerOctetsThanRequested) {
    expect_plain({.most_octets = 100}, 3'000);
    expect_plain({.most_octets = 1}, 300);
    expect_plain({.most_octets = 1'000}, 40'000, true);
}

TEST(FileReader, TreatsAWarningWithoutDataAsARefusedLength) {  // row 3
    expect_plain({.refuses_to_end = 170}, 2'000);
}

// Row 21: bit 8 of P1 would mean a short identifier.
TEST(FileReader, ReadsHighOffsetsWithTheOddInstruction) {
    const Bytes content = make_file(0x75, 0x8000 + 10);
    ScriptedChannel card;
    const auto answer = [&](std::size_t from, std::size_t count) {
        Bytes octets = copy(ByteView{content}.subspan(from, count));
        append(octets, test::hex("9000"));
        return octets;
    };
    card.expect(test::hex("00B0820000"), answer(0, 256));
    // All the rest is asked for; this chip has a buffer of 0x7F00 octets.
    card.expect(test::hex("00B00100007F0A"), answer(256, 0x7F00));
    Bytes last = tlv::encode(0x53, ByteView{content}.subspan(0x8000));
    append(last, test::hex("9000"));
    card.expect(test::hex("00B1000004540280000C"), last);
    ReadSizes sizes{true};
    FileReader reader{sizes};
    EXPECT_EQ(to_hex(reader.read(card, lds::data_group(2))->raw), to_hex(content));
}

TEST(FileReader, RefusesMalformedDiscretionaryData) {
    for (const char* answer : {"0102", "5300", "53030102", "5301AA00", "54020102"}) {
        ScriptedChannel card;
        const Bytes content = make_file(0x75, 0x8000 + 2);
        Bytes all = copy(ByteView{content}.first(256));
        append(all, test::hex("9000"));
        card.expect(test::hex("00B0820000"), all);
        all = copy(ByteView{content}.subspan(256, 0x7F00));
        append(all, test::hex("9000"));
        card.expect(test::hex("00B00100007F02"), all);
        card.expect("00B10000045402800004", std::string{answer} + "9000");
        ReadSizes sizes{true};
        FileReader reader{sizes};
        EXPECT_FALSE(reader.read(card, lds::data_group(2))) << answer;
    }
}

TEST(FileReader, OpensANewSessionIfALengthEndedTheOldOne) {  // rows 1, 2, 5, 6
    const struct {
        Manners manners;
        bool extended_length;
        int sessions;
    } cases[] = {{{.extended_length = false, .naked_refusal = true}, true, 2},
                 {{.most_le = 192, .naked_refusal = true}, false, 2},
                 {{.most_le = 192, .length_refusal = 0x6B00, .naked_refusal = true}, false, 2},
                 {{.most_le = 160, .naked_refusal = true}, false, 3},
                 {{.most_le = 112, .naked_refusal = true}, false, 4},
                 {{.short_identifiers = false, .most_le = 160, .naked_refusal = true}, false, 3}};
    for (const auto& [manners, extended_length, sessions] : cases) {
        SCOPED_TRACE(manners.most_le);
        Read read{manners, extended_length};
        read.chip.lock(seed);
        const Bytes content = make_file(0x6B, 3'000);
        read.chip.add(lds::data_group(11), content);
        read.chip.add(lds::com, make_file(0x60, 30));
        read.start_session();
        FileReader reader{read.sizes};
        ASSERT_TRUE(read.read_protected(reader, lds::com));
        const auto file = read.read_protected(reader, lds::data_group(11));
        ASSERT_TRUE(file) << to_string(file.error().code);
        EXPECT_EQ(to_hex(file->raw), to_hex(content));
        EXPECT_EQ(read.sessions, sessions);
        EXPECT_LE(read.chip.exchanges, 60) << "only the header is read twice";
    }
}

TEST(FileReader, KeepsTheSessionIfTheRefusalIsProtected) {  // row 4
    for (const std::uint16_t refusal : std::initializer_list<std::uint16_t>{0x6700, 0x6B00, 0x6282, 0x6C00}) {
        Read read{{.most_le = 160, .length_refusal = refusal}, true};
        read.chip.lock(seed);
        read.chip.add(lds::data_group(2), make_file(0x75, 40'000));
        read.start_session();
        FileReader reader{read.sizes};
        const auto file = read.read_protected(reader, lds::data_group(2));
        ASSERT_TRUE(file) << refusal;
        EXPECT_EQ(to_hex(file->raw), to_hex(make_file(0x75, 40'000)));
        EXPECT_EQ(read.sessions, 1);
    }
}

/// Adds T=0 to a chip: an answer is fetched with GET RESPONSE, 100 octets at a time.
class T0Card final : public Channel {
  public:
    explicit T0Card(Channel& chip) : chip_(chip) {}

    Result<Response> transmit(const Command& command) override {
        EXPECT_FALSE(command.extended());
        EXPECT_TRUE(command.data.empty() || command.le == 0) << "case 4 is no TPDU";
        if (command.ins != 0xC0) {
            auto response = chip_.transmit(command);
            if (command.data.empty() || !response || response->data.empty()) return response;
            waiting_ = std::move(*response);
            return Response{{}, announcement()};
        }
        const std::size_t count = std::min<std::size_t>(command.le, waiting_.data.size());
        Response part{PersonalBytes{waiting_.data.view().first(count)}, {}};
        waiting_.data = PersonalBytes{waiting_.data.view().subspan(count)};
        part.sw = waiting_.data.empty() ? waiting_.sw : announcement();
        return part;
    }

  private:
    [[nodiscard]] StatusWord announcement() const {
        const std::size_t next = std::min<std::size_t>(waiting_.data.size(), 100);
        return {static_cast<std::uint16_t>(0x6100U | next)};
    }

    Channel& chip_;
    Response waiting_;
};

TEST(FileReader, ReadsOverSecureMessagingOverT0) {
    FakeChip chip;
    chip.lock(seed);
    chip.add(lds::data_group(2), make_file(0x75, 40'000));
    T0Card card{chip};
    T0Channel tpdu{card};
    ResponseChaining channel{tpdu};
    ASSERT_TRUE(lds::select_application(channel));
    SystemRandom random;
    const auto access = basic_access_control(channel, seed, random);
    ASSERT_TRUE(access);
    const auto secure = SecureChannel::create(channel, access->keys).value();
    ReadSizes sizes{false};
    sizes.protect_with(access->keys.cipher);
    FileReader reader{sizes};
    const auto file = reader.read(*secure, lds::data_group(2));
    ASSERT_TRUE(file);
    EXPECT_EQ(to_hex(file->raw), to_hex(make_file(0x75, 40'000)));
}

TEST(FileReader, ResumesOverAnotherChannel) {
    const Bytes content = make_file(0x6B, 600);
    ReadSizes sizes{false};
    std::vector<std::uint64_t> done;
    FileReader reader{sizes, {}, [&](std::uint64_t octets, std::uint64_t) { done.push_back(octets); }};
    ScriptedChannel first;
    Bytes head = copy(ByteView{content}.first(8));
    append(head, test::hex("9000"));
    Bytes block = copy(ByteView{content}.subspan(8, 256));
    append(block, test::hex("9000"));
    first.expect(test::hex("00B08B0008"), head).expect(test::hex("00B0000800"), block);
    first.expect_failure("00B0010800", {ErrorCode::card_reset});
    EXPECT_EQ(reader.read(first, lds::data_group(11)).error(), (Error{ErrorCode::card_reset, 0, "read_dg11"}));

    FakeChip chip;
    chip.add(lds::data_group(11), content);
    EXPECT_EQ(to_hex(reader.read(chip, lds::data_group(11))->raw), to_hex(content));
    EXPECT_EQ(chip.exchanges, 3);
    EXPECT_EQ(done, (std::vector<std::uint64_t>{8, 264, 520, 600}));
}

TEST(FileReader, NoticesAnotherFileOnResuming) {
    ReadSizes sizes{false};
    FileReader reader{sizes};
    ScriptedChannel first;
    first.expect("00B08B0008", "6B8201F05F0E0431 9000").expect_failure("00B0000800", {ErrorCode::card_reset});
    EXPECT_FALSE(reader.read(first, lds::data_group(11)));
    FakeChip chip;
    chip.add(lds::data_group(11), make_file(0x6B, 500));
    EXPECT_EQ(reader.read(chip, lds::data_group(11)).error().code, ErrorCode::malformed);
    EXPECT_TRUE(reader.read(chip, lds::data_group(11))) << "the kept octets are dropped";
}

TEST(FileReader, DoesNotRetryAfterForgery) {
    ReadSizes sizes{true};
    FileReader reader{sizes};
    const auto sm = [](std::uint16_t naked) { return Error{ErrorCode::secure_messaging_failed, naked}; };
    EXPECT_FALSE(reader.prepare_retry(sm(0)));
    EXPECT_FALSE(reader.prepare_retry(sm(0x9000)));
    EXPECT_FALSE(reader.prepare_retry(sm(0x6282)));
    EXPECT_FALSE(reader.prepare_retry(sm(0x6A82))) << "no short identifier was used";
    EXPECT_FALSE(reader.prepare_retry(sm(0x6982)));
    EXPECT_FALSE(reader.prepare_retry({ErrorCode::card_removed}));
    EXPECT_FALSE(reader.prepare_retry({ErrorCode::transport_failure}));
    EXPECT_EQ(sizes.block(), 65'533U);
}

TEST(FileReader, RetriesOnceIfTheShortIdentifierMayBeUnknown) {
    for (const std::uint16_t naked : {std::uint16_t{0x6A82}, std::uint16_t{0x6982}}) {
        ReadSizes sizes{false};
        FileReader reader{sizes};
        const Error lost{ErrorCode::secure_messaging_failed, naked};
        ScriptedChannel first;
        first.expect_failure("00B09E0008", lost);
        EXPECT_FALSE(reader.read(first, lds::com));
        EXPECT_TRUE(reader.prepare_retry(lost));
        ScriptedChannel second;
        second.expect_failure("00A4020C02011E", lost);
        EXPECT_FALSE(reader.read(second, lds::com));
        EXPECT_FALSE(reader.prepare_retry(lost)) << "selected, it is absent";
    }
}

/// PersoSim: in the application, 1E is EF.DIR of the master file.
TEST(FileReader, SelectsAfterAShortIdentifierLedToAnotherFile) {
    ReadSizes sizes{false};
    FileReader reader{sizes};
    ScriptedChannel card;
    card.expect("00B09E0008", "61094F07A0000002 9000");
    const auto com = reader.read(card, lds::com);
    ASSERT_EQ(com.error().code, ErrorCode::malformed);
    EXPECT_TRUE(reader.misled_by_short_identifier(com.error()));
    EXPECT_FALSE(reader.misled_by_short_identifier(com.error())) << "once";
    card.expect("00A4020C02011E", "9000").expect("00B0000008", "6006010203040506 9000");
    EXPECT_TRUE(reader.read(card, lds::com));
    card.expect("00A4020C02010B", "9000").expect("00B0000008", "6106010203040506 9000");
    const auto selected = reader.read(card, lds::data_group(11));
    ASSERT_EQ(selected.error().code, ErrorCode::malformed);
    EXPECT_FALSE(reader.misled_by_short_identifier(selected.error())) << "the file itself is wrong";
}

TEST(FileReader, IsNotMisledByOtherFaults) {
    ReadSizes sizes{false};
    FileReader reader{sizes, {.octets = 100, .exchanges = 10}};
    ScriptedChannel card;
    card.expect("00B09E0008", "6084000000FF0102 9000");
    const auto too_long = reader.read(card, lds::com);
    ASSERT_FALSE(too_long);
    EXPECT_FALSE(reader.misled_by_short_identifier(too_long.error()));
    EXPECT_FALSE(reader.misled_by_short_identifier({ErrorCode::malformed}));
    EXPECT_TRUE(reader.by_short_identifier());
}

TEST(FileReader, BelievesAbsenceIfShortIdentifiersWorked) {
    ReadSizes sizes{false};
    FileReader reader{sizes};
    ScriptedChannel card;
    const Error lost{ErrorCode::secure_messaging_failed, 0x6A82};
    card.expect("00B09E0008", "6006010203040506 9000").expect_failure("00B08B0008", lost);
    EXPECT_TRUE(reader.read(card, lds::com));
    EXPECT_FALSE(reader.read(card, lds::data_group(11)));
    EXPECT_FALSE(reader.prepare_retry(lost));
}

// Row 25: the reader claims extended length and breaks on it.
TEST(FileReader, ReducesTheLengthIfAnExtendedReadBreaksTheLink) {
    ScriptedChannel card;
    const Bytes content = make_file(0x6B, 600);
    Bytes head = copy(ByteView{content}.first(8));
    append(head, test::hex("9000"));
    card.expect(test::hex("00B08B0008"), head).expect_failure("00B00008000250", {ErrorCode::transport_failure});
    ReadSizes sizes{true};
    FileReader reader{sizes};
    const auto broken = reader.read(card, lds::data_group(11));
    ASSERT_FALSE(broken);
    EXPECT_TRUE(reader.prepare_retry(broken.error()));
    EXPECT_EQ(sizes.block(), 256U);
    FakeChip chip{{.extended_length = false}};
    chip.add(lds::data_group(11), content);
    EXPECT_TRUE(reader.read(chip, lds::data_group(11)));
}

TEST(FileReader, RefusesFilesAboveTheLimit) {
    for (const char* head : {"6B84FFFFFFFF0000", "6B84000400010000", "6B8304000100 0000"}) {
        ScriptedChannel card;
        card.expect("00B08B0008", std::string{head} + "9000");
        ReadSizes sizes{false};
        FileReader reader{sizes};
        EXPECT_EQ(reader.read(card, lds::data_group(11)).error().code, ErrorCode::limit_exceeded) << head;
    }
}

TEST(FileReader, RefusesMalformedHeaders) {
    for (const char* head : {"6B80000000000000", "6B85000000000100", "6BFF000000000000", "0000000000000000",
                             "FFFFFFFFFFFFFFFF", "618201F05F0E0431"}) {
        ScriptedChannel card;
        card.expect("00B08B0008", std::string{head} + "9000");
        ReadSizes sizes{false};
        FileReader reader{sizes};
        EXPECT_EQ(reader.read(card, lds::data_group(11)).error().code, ErrorCode::malformed) << head;
    }
}

TEST(FileReader, RefusesMoreOctetsThanRequested) {
    ScriptedChannel card;
    card.expect("00B08B0008", "6B0701020304050607 9000");
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(reader.read(card, lds::data_group(11)).error().code, ErrorCode::malformed);
}

TEST(FileReader, ReducesTheLengthAfterAnEmptyAnswer) {
    ScriptedChannel card;
    card.expect("00B09D0000", "9000").expect("00B09D00C0", "77820004 01020304 9000");
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(to_hex(reader.read(card, lds::sod)->raw), "7782000401020304");
}

TEST(FileReader, AcceptsDataWithAWarning) {
    for (const std::string warning : {"6200", "6281", "6282"}) {
        ScriptedChannel card;
        card.expect("00B08B0008", "6B04010203040506 " + warning);
        ReadSizes sizes{false};
        FileReader reader{sizes};
        EXPECT_EQ(to_hex(reader.read(card, lds::data_group(11))->raw), "6B0401020304") << warning;
    }
}

TEST(FileReader, RefusesAnswersWithoutProgress) {
    ScriptedChannel card;
    card.expect("00B08B0008", "6B20010203040506 9000").expect("00B000081A", "9000");
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(reader.read(card, lds::data_group(11)).error(), (Error{ErrorCode::no_progress, 0x9000, "read_dg11"}));
}

TEST(FileReader, ReportsAFileThatIsShorterThanItsHeaderSays) {
    FakeChip chip;
    Bytes content = make_file(0x6B, 500);
    content.resize(400);
    chip.add(lds::data_group(11), content);
    ReadSizes sizes{false};
    FileReader reader{sizes};
    EXPECT_EQ(reader.read(chip, lds::data_group(11)).error(), (Error{ErrorCode::malformed, 0x6B00, "read_dg11"}));
}

TEST(FileReader, LimitsTheExchangesOfAFile) {
    FakeChip chip{{.most_octets = 1}};
    chip.add(lds::data_group(11), make_file(0x6B, 500));
    ReadSizes sizes{false};
    FileReader reader{sizes, {.exchanges = 50}};
    EXPECT_EQ(reader.read(chip, lds::data_group(11)).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(chip.exchanges, 50);
}

TEST(FileReader, ReportsBrokenAnswersAtEveryStep) {
    const Bytes content = make_file(0x6B, 600);
    for (int broken_at = 0; broken_at < 4; ++broken_at) {
        for (const std::size_t size : {0U, 1U}) {
            ScriptedChannel card;
            const struct {
                const char* command;
                std::size_t from, count;
            } steps[] = {
                {"00B08B0008", 0, 8}, {"00B0000800", 8, 256}, {"00B0010800", 264, 256}, {"00B0020850", 520, 80}};
            for (int step = 0; step <= broken_at; ++step) {
                Bytes answer = copy(ByteView{content}.subspan(steps[step].from, steps[step].count));
                append(answer, test::hex("9000"));
                if (step == broken_at) answer = Bytes(size, 0x90);
                card.expect(test::hex(steps[step].command), answer);
            }
            ReadSizes sizes{false};
            FileReader reader{sizes};
            EXPECT_EQ(reader.read(card, lds::data_group(11)).error().code, ErrorCode::transport_failure);
        }
    }
}

}  // namespace
}  // namespace fivestar::apdu
