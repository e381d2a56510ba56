// SPDX-License-Identifier: Apache-2.0
// Each row of the table shows the behaviour that it names, and the chip follows the standards otherwise. The rows of
// PACE, chip authentication and active authentication are in protocol_quirks_test.cpp.
#include "sim/chip/quirks.hpp"

#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using test::data_size;
using test::TestChip;

constexpr const char* select_emrtd = "00A4040C07A0000002471001";
constexpr const char* select_master_file = "00A4000C023F00";
constexpr const char* select_dg1 = "00A4020C020101";
constexpr const char* select_dg2 = "00A4020C020102";
constexpr const char* dg1 = "61055F1F0241429000";
constexpr const char* broken = "secure_messaging_failed";

struct QuirkyChip : TestChip {
    explicit QuirkyChip(std::string_view quirk) : TestChip(test::test_card(), parse_quirk(quirk).value()) {}
    /// Opens a session and selects DG2.
    QuirkyChip& opened() {
        select_application();
        EXPECT_TRUE(open().has_value());
        EXPECT_EQ(secured(select_dg2), "9000");
        return *this;
    }
};

std::string text_of(const char* test) {
    std::ifstream file{test::source_directory() / "tests/sim/chip" / test};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(QuirkTable, HasOneRowForEachName) {
    std::set<std::string_view> names;
    for (const QuirkProfile& row : quirk_profiles()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_TRUE(parse_quirk(row.name).has_value()) << row.name;
        EXPECT_FALSE(row.what.empty()) << row.name;
        EXPECT_FALSE(row.reader.empty()) << row.name;
    }
}

/// A source is a report (`owner/repo#n`), a published document in a repository, a CVE, or the word `constructed`.
TEST(QuirkTable, NamesTheSourceOfEachRow) {
    const std::regex report{R"(([\w.-]+/[\w.-]+#\d+|[\w.-]+/[\w.-]+ \S+\.rst|CVE-\d{4}-\d+))"};
    for (const QuirkProfile& row : quirk_profiles()) {
        if (row.source == constructed) continue;
        EXPECT_TRUE(std::regex_search(std::string{row.source}, report)) << row.name << ": " << row.source;
    }
}

TEST(QuirkTable, IsShownRowByRowInTheseTests) {
    const std::string tests = text_of("quirks_test.cpp") + text_of("protocol_quirks_test.cpp");
    for (const QuirkProfile& row : quirk_profiles()) {
        const std::string quoted = '"' + std::string{row.name};
        const bool is_shown = tests.contains(quoted + '"') || tests.contains(quoted + '@');
        EXPECT_TRUE(is_shown) << row.name;
    }
}

TEST(ParseQuirk, TakesThePositionOfAFault) {
    const auto once = parse_quirk("removed@7");
    ASSERT_TRUE(once.has_value());
    ASSERT_EQ(once->faults.size(), 1U);
    EXPECT_EQ(once->faults[0].first, 7U);
    EXPECT_EQ(once->faults[0].last, 7U);
    const auto onwards = parse_quirk("wrong-mac@12-");
    ASSERT_TRUE(onwards.has_value());
    EXPECT_EQ(onwards->faults[0].first, 12U);
    EXPECT_GT(onwards->faults[0].last, 1'000'000U);
    for (const char* wrong : {"", "unknown", "removed@", "removed@0", "removed@x", "removed@1x", "removed@-",
                              "removed@99999999999", "read-limit-160@3", "Removed"}) {
        EXPECT_EQ(parse_quirk(wrong).error().code, ErrorCode::invalid_argument) << wrong;
    }
}

TEST(LongRead, Naked6700EndsTheSession) {
    QuirkyChip chip{"long-read-naked-6700"};
    EXPECT_EQ(data_size(chip.opened().secured("00B00000DF")), 223U);
    EXPECT_EQ(chip.secured("00B00000E0"), broken);
    EXPECT_EQ(chip.send("0CB000000D9701048E08ED6705417E96BA5500"), "6988");
    EXPECT_EQ(data_size(chip.opened().secured("00B00000DF")), 223U);  // access control works again
}

TEST(LongRead, Naked6B00NeedsAReset) {
    QuirkyChip chip{"long-read-6b00"};
    EXPECT_EQ(data_size(chip.opened().secured("00B00000E7")), 231U);
    EXPECT_EQ(chip.secured("00B0000000"), broken);
    chip.select_application();
    const auto again = chip.open();
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().sw, 0x6988);
    chip.chip.reset();
    EXPECT_EQ(data_size(chip.opened().secured("00B00000E7")), 231U);
}

TEST(LongRead, IsCorrectedWithTheExactLength) {
    QuirkyChip chip{"exact-length"};
    EXPECT_EQ(data_size(chip.opened().secured("00B00000E7")), 231U);
    EXPECT_EQ(chip.secured("00B00000E8"), "6CE7");
    QuirkyChip endless{"exact-length-always"};
    EXPECT_EQ(endless.opened().secured("00B0000080"), "6C80");
}

TEST(LongRead, HasALimit) {
    const std::pair<const char*, std::uint32_t> limits[] = {
        {"read-limit-112", 112}, {"read-limit-160", 160}, {"read-limit-192", 192}, {"read-limit-223", 223}};
    for (const auto& [quirk, limit] : limits) {
        QuirkyChip chip{quirk};
        const auto read = [&](std::uint32_t le) {
            constexpr const char* digits = "0123456789ABCDEF";
            return chip.secured(std::string{"00B00000"} + digits[le >> 4] + digits[le & 15]);
        };
        chip.opened();
        EXPECT_EQ(data_size(read(limit)), limit);
        EXPECT_EQ(read(limit + 1), "6700");
        EXPECT_EQ(data_size(read(limit)), limit);  // protected, so the session goes on
    }
}

TEST(LongRead, ReturnsFewerOctets) {
    QuirkyChip fewer{"fewer-octets"};
    EXPECT_EQ(data_size(fewer.opened().secured("00B00000C8")), 100U);
    QuirkyChip nothing{"empty-read"};
    EXPECT_EQ(nothing.opened().secured("00B0000010"), "9000");
}

TEST(EndOfFile, IsAnsweredInThreeWays) {
    QuirkyChip warning{"end-of-file-warning"};
    warning.opened();
    EXPECT_EQ(warning.secured("00B0810000"), "61055F1F0241426282");
    EXPECT_EQ(warning.secured("00B0810007"), dg1);
    QuirkyChip without{"end-of-file-no-data"};
    without.opened();
    EXPECT_EQ(without.secured("00B0810010"), "6282");
    EXPECT_EQ(without.secured("00B0810007"), dg1);
    QuirkyChip mac{"end-of-file-wrong-mac"};
    mac.opened();
    EXPECT_EQ(mac.secured("00B0810007"), dg1);
    EXPECT_EQ(mac.secured("00B0810010"), broken);
}

TEST(ExtendedLength, IsClaimedAndAcceptedIndependently) {
    const auto claims = [](TestChip& chip) { return (chip.chip.atr().at(10) & 0x40) != 0; };
    const auto takes = [](QuirkyChip& chip) { return chip.opened().secured("00B00000000200").size() > 100; };
    QuirkyChip honest{"short-length-only"};
    EXPECT_FALSE(claims(honest));
    EXPECT_FALSE(takes(honest));
    QuirkyChip liar{"extended-length-refused"};
    EXPECT_TRUE(claims(liar));
    EXPECT_FALSE(takes(liar));
    EXPECT_EQ(liar.send("00B0000000000B"), "6700");
    QuirkyChip shy{"extended-length-hidden"};
    EXPECT_FALSE(claims(shy));
    EXPECT_TRUE(takes(shy));
}

TEST(ChainedAnswers, ComeThroughGetResponse) {
    QuirkyChip chip{"chained-answers"};
    EXPECT_EQ(data_size(chip.opened().secured("00B0000000")), 256U);
    EXPECT_EQ(chip.secured("00B0810007"), dg1);
}

TEST(Selection, CanBeRefused) {
    QuirkyChip le{"select-le-refused"};
    EXPECT_EQ(le.send("00A4040407A000000247100100"), "6700");
    EXPECT_EQ(le.send(select_emrtd), "9000");
    QuirkyChip identifiers{"short-identifiers-refused"};
    EXPECT_EQ(identifiers.opened().secured("00B0810007"), "6A86");
    EXPECT_EQ(identifiers.secured(select_dg1), "9000");
    EXPECT_EQ(identifiers.secured("00B0000007"), dg1);
    const std::pair<const char*, const char*> refusals[] = {{"short-identifiers-6700", "6700"},
                                                            {"short-identifiers-6981", "6981"},
                                                            {"short-identifiers-6985", "6985"},
                                                            {"short-identifiers-6a82", "6A82"}};
    for (const auto& [quirk, status] : refusals) {
        QuirkyChip refusing{quirk};
        EXPECT_EQ(refusing.opened().secured("00B0810007"), status);
        EXPECT_EQ(refusing.secured(select_dg1), "9000");
    }
    QuirkyChip lost{"short-identifiers-naked-6a82"};
    EXPECT_EQ(lost.opened().secured("00B0810007"), broken);
    EXPECT_EQ(lost.opened().secured(select_dg1), "9000");
    QuirkyChip form{"select-p2-refused"};
    EXPECT_EQ(form.send(select_emrtd), "6A80");
    EXPECT_EQ(form.send("00A4040007A000000247100100"), "6F098407A00000024710019000");
    QuirkyChip warning{"select-warning"};
    EXPECT_EQ(warning.send(select_emrtd), "6283");
    EXPECT_EQ(warning.send("00A4040C07A0000002471002"), "6A82");
    QuirkyChip optional{"optional-files-refused"};
    EXPECT_EQ(optional.send("00A4020C022F00"), "6982");
    EXPECT_EQ(optional.opened().secured("00B0810007"), dg1);
    QuirkyChip eid{"no-application"};
    EXPECT_EQ(eid.send(select_emrtd), "6A82");
}

TEST(Selection, OfTheMasterFileFailsInManyWays) {
    const std::pair<const char*, const char*> refusals[] = {{"master-file-6982", "6982"}, {"master-file-6985", "6985"},
                                                            {"master-file-6a81", "6A81"}, {"master-file-6a86", "6A86"},
                                                            {"master-file-6a87", "6A87"}, {"master-file-6d00", "6D00"}};
    for (const auto& [quirk, status] : refusals) {
        QuirkyChip chip{quirk};
        EXPECT_EQ(chip.send(select_master_file), status);
        EXPECT_EQ(chip.opened().secured("00B0810007"), dg1);
    }
    QuirkyChip idle{"master-file-no-effect"};
    idle.select_application();
    EXPECT_EQ(idle.send(select_master_file), "9000");
    EXPECT_EQ(idle.send(select_dg1), "6982");  // the application is still selected
    QuirkyChip hanging{"master-file-hangs"};
    EXPECT_EQ(hanging.send(select_master_file), "silent");
    hanging.chip.speak();
    EXPECT_EQ(hanging.send(select_master_file), "9000");
}

TEST(BasicAccess, CanBeUnsupported) {
    QuirkyChip chip{"authenticate-6a88"};
    chip.select_application();
    const auto access = chip.open();
    ASSERT_FALSE(access.has_value());
    EXPECT_EQ(access.error().sw, 0x6A88);
}

TEST(Atr, CanBeUnknown) {
    QuirkyChip chip{"unknown-atr"};
    EXPECT_NE(chip.chip.atr(), TestChip{}.chip.atr());
    EXPECT_EQ(chip.opened().secured("00B0810007"), dg1);
}

TEST(ShortAnswers, HaveNoStatusOrNoData) {
    EXPECT_EQ(QuirkyChip{"no-octets"}.send(select_emrtd), "");
    EXPECT_EQ(QuirkyChip{"one-octet"}.send(select_emrtd), "90");
    EXPECT_EQ(QuirkyChip{"status-only"}.send("0084000008"), "9000");
    EXPECT_EQ(QuirkyChip{"status-only@2"}.send("0084000008").size(), 20U);
}

/// SELECT, GET CHALLENGE, EXTERNAL AUTHENTICATE and SELECT of DG2 are commands 1 to 4; the fault affects the fifth.
TEST(BrokenProtection, IsDetectedByTheTerminal) {
    for (const char* quirk : {"naked-data", "naked-6700", "without-do99", "without-do8e", "wrong-mac", "empty-do99",
                              "short-do99", "long-do99", "status-only", "no-octets", "one-octet"}) {
        QuirkyChip chip{std::string{quirk} + "@5"};
        const std::string answer = chip.opened().secured("00B0810007");
        EXPECT_TRUE(answer == broken || answer == "transport_failure") << quirk << ": " << answer;
        EXPECT_EQ(chip.secured("00B0810007"), broken) << quirk;
        EXPECT_EQ(chip.opened().secured("00B0810007"), dg1) << quirk;  // the fault affects one command
    }
}

TEST(BrokenProtection, HasTheFormThatItsNameSays) {
    const auto raw = [](const char* quirk) {
        // The worked example of Appendix D.4, in a session with its keys.
        QuirkyChip chip{quirk};
        EXPECT_TRUE(chip.chip
                        .start_session({crypto::BlockCipher::triple_des,
                                        SecretBytes{test::hex("979EC13B1CBFE9DCD01AB0FED307EAE5")},
                                        SecretBytes{test::hex("F1CB1F1FB5ADF208806B89DC579DC1F8")},
                                        SecretBytes{test::hex("887022120C06C226")}})
                        .has_value());
        return chip.send("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800");  // D.4 step 1
    };
    // The master file has no EF.COM, so the response is a protected 6A82.
    const std::string sound = raw("none");
    EXPECT_EQ(sound.substr(0, 12), "99026A828E08");
    EXPECT_EQ(raw("naked-data"), "6A82");
    EXPECT_EQ(raw("naked-6700"), "6700");
    EXPECT_EQ(raw("without-do99").substr(0, 4), "8E08");
    // The unprotected status word repeats the protected one.
    EXPECT_EQ(sound.substr(sound.size() - 4), "6A82");
    EXPECT_EQ(raw("without-do8e"), "99026A826A82");
    EXPECT_EQ(raw("empty-do99").substr(0, 8), "99008E08");
    EXPECT_EQ(raw("short-do99").substr(0, 10), "99016A8E08");
    EXPECT_EQ(raw("long-do99").substr(0, 14), "99036A82008E08");
    const std::string wrong = raw("wrong-mac");
    EXPECT_EQ(wrong.substr(0, 26), sound.substr(0, 26));
    EXPECT_NE(wrong, sound);
}

TEST(ShortIdentifiers, MayLeaveTheApplication) {
    QuirkyChip chip{"short-identifiers-leave-application"};
    chip.opened();
    EXPECT_EQ(chip.secured("00B0810007"), dg1) << "the master file has no such file";
    EXPECT_EQ(chip.secured("00B09E000B"), "61094F07A00000024710019000") << "EF.DIR";
    EXPECT_EQ(chip.secured(select_dg1), "6A82");
    EXPECT_EQ(chip.secured(select_emrtd), "9000");
    EXPECT_EQ(chip.secured(select_dg1), "9000");
}

TEST(ClosedChip, Answers6986BeforeAccessControl) {
    QuirkyChip chip{"closed-6986"};
    for (const char* command : {"00B09C0008", "00A4020C02011C", "00A4000C023F00", "00B0000008"}) {
        EXPECT_EQ(chip.send(command), "6986") << command;
    }
    EXPECT_EQ(chip.opened().secured("00B0810007"), dg1);
}

TEST(EndlessResponse, AnnouncesMoreEachTime) {
    QuirkyChip chip{"endless-response@1"};
    EXPECT_EQ(chip.send(select_emrtd), "6100");
    for (int part = 0; part < 1000; ++part) {
        const std::string answer = chip.send("00C0000000");
        ASSERT_EQ(data_size(answer), 256U);
        ASSERT_EQ(answer.substr(answer.size() - 4), "6100");
    }
    EXPECT_EQ(chip.send(select_emrtd), "9000");
}

TEST(Removal, EndsPowerAndSession) {
    QuirkyChip chip{"removed@5"};
    EXPECT_EQ(chip.opened().secured("00B0810007"), "card_removed");
    EXPECT_EQ(chip.send(select_emrtd), "silent");
    chip.chip.power_on();
    EXPECT_EQ(chip.opened().secured("00B0810007"), dg1);
    QuirkyChip half{"half-frame@1"};
    EXPECT_EQ(half.send("0084000008").substr(0, 5), "half ");
}

TEST(Silence, LastsUntilTheChipIsToldToSpeak) {
    QuirkyChip chip{"silent@2-"};
    EXPECT_EQ(chip.send(select_emrtd), "9000");
    EXPECT_EQ(chip.send("0084000008"), "silent");
    EXPECT_EQ(chip.send("0084000008"), "silent");
    chip.chip.speak();
    EXPECT_EQ(chip.send("0084000008").size(), 20U);
}

}  // namespace
}  // namespace fivestar::sim
