// SPDX-License-Identifier: Apache-2.0
// Expected status words: ISO/IEC 7816-4 §5.6 and §11.2. Access rules: ICAO Doc 9303-10 §3 and 9303-11 §4. Exchanges:
// 9303-11 Appendix D.
#include "sim/chip/chip.hpp"

#include "crypto/base/text.hpp"
#include "tests/sim/chip/opened_chip.hpp"
#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using test::test_card;
using test::TestChip;

TEST(Chip, PlaysAppendixDOctetByOctet) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    const auto& access = test::group(groups, "D.3: GET CHALLENGE and EXTERNAL AUTHENTICATE");
    Bytes drawn = access.bytes("RND.IC");
    append(drawn, access.bytes("K.IC"));
    test::ScriptedRandom random{drawn};
    Chip chip{test_card(), {}, random};
    chip.power_on();
    const auto send = [&chip](const Bytes& command) { return to_hex(chip.transmit(command).octets); };
    EXPECT_EQ(send(test::hex(select_application)), "9000");
    EXPECT_EQ(send(access.bytes("get_challenge.command.plain")), to_hex(access.bytes("get_challenge.response.plain")));
    EXPECT_EQ(send(access.bytes("external_authenticate.command.plain")),
              to_hex(access.bytes("external_authenticate.response.plain")));
    int exchanges = 0;
    for (const auto& group : groups) {
        if (!group.has("command.protected")) continue;
        EXPECT_EQ(send(group.bytes("command.protected")), to_hex(group.bytes("response.protected"))) << group.name();
        ++exchanges;
    }
    EXPECT_EQ(exchanges, 3);
}

TEST(Chip, RunsASessionOfGivenAesKeys) {
    const auto groups = test::read_vectors("sm_aes_eac.vec");
    const auto& keys = test::group(groups, "session keys");
    const auto& challenge = test::group(groups, "GET CHALLENGE");
    Bytes plain = challenge.bytes("response.plain");
    plain.resize(8);
    test::ScriptedRandom random{plain};
    Chip chip{test_card(), {}, random};
    chip.power_on();
    // The counter is 10 at this command of the worked example.
    SecretBytes counter(16);
    counter[15] = 0x0A;
    ASSERT_TRUE(chip.start_session({crypto::BlockCipher::aes_128, SecretBytes{keys.bytes("KS.Enc")},
                                    SecretBytes{keys.bytes("KS.MAC")}, std::move(counter)})
                    .has_value());
    EXPECT_EQ(to_hex(chip.transmit(challenge.bytes("command.protected")).octets),
              to_hex(challenge.bytes("response.protected")));
}

struct Exchange {
    const char* what;
    const char* command;
    const char* answer;
};

TEST(Chip, AnswersPlainCommandsWithTheStandardsStatusWords) {
    const Exchange exchanges[] = {
        {"fewer than four octets", "00A404", "6700"},
        {"Lc past the end", "00A4040C07A000", "6700"},
        {"Lc zero in extended form", "00A4040C000000A0", "6700"},
        {"proprietary class", "80A4040C", "6E00"},
        {"class FF", "FFCA000000", "6E00"},
        {"logical channel 1", "01A4040C07A0000002471001", "6881"},
        {"secure messaging of another kind", "04A4040C07A0000002471001", "6882"},
        {"secure messaging without a session", "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "6988"},
        {"unknown instruction", "0020000004", "6D00"},
        {"GET RESPONSE of nothing", "00C0000000", "6985"},
        {"unknown application", "00A4040C07A0000002471002", "6A82"},
        {"longer application name", "00A4040C08A000000247100100", "6A82"},
        {"two octets of the name", "00A4040C02A000", "6A82"},
        {"no name", "00A4040C", "6A82"},
        {"next occurrence", "00A4040E07A0000002471001", "6A86"},
        {"selection by path", "00A4080C022F00", "6A86"},
        {"unknown file", "00A4020C022F05", "6A82"},
        {"identifier of one octet", "00A4020C012F", "6700"},
        {"identifier of three octets", "00A4020C032F0001", "6700"},
        {"READ BINARY without a file", "00B0000000", "6986"},
        {"READ BINARY without Le", "00B00000", "6700"},
        {"READ BINARY with data", "00B00000010000", "6700"},
        {"SFI of no file", "00B0850000", "6A82"},
        {"SFI with forbidden bits", "00B0BE0000", "6A86"},
        {"EF.DIR by SFI, all", "00B09E0000", "61094F07A00000024710019000"},
        {"from an offset", "00B0000203", "4F07A09000"},
        {"past the end, Le a number", "00B0000905", "10016282"},
        {"past the end, all there are", "00B0000900", "10019000"},
        {"the last octet", "00B0000A01", "019000"},
        {"at the end", "00B0000B00", "6B00"},
        {"far past the end", "00B07FFF00", "6B00"},
        {"extended length", "00B0000000000B", "61094F07A00000024710019000"},
        {"odd instruction", "00B100000354010200", "53094F07A00000024710019000"},
        {"odd instruction, Le a number", "00B100000354010205", "53034F07A09000"},
        {"odd instruction at the end", "00B100000354010B00", "6B00"},
        {"odd instruction, offset of four octets", "00B10000065404FFFFFFFF00", "6B00"},
        {"odd instruction without an offset", "00B1000000", "6A80"},
        {"odd instruction, empty offset", "00B1000002540000", "6A80"},
        {"odd instruction, offset of five octets", "00B10000075405000000000000", "6A80"},
        {"odd instruction, two offsets", "00B100000654010054010000", "6A80"},
        {"odd instruction by SFI", "00B1001E035401000D", "530B61094F07A00000024710019000"},
        {"odd instruction by file identifier", "00B12F00035401000D", "530B61094F07A00000024710019000"},
        {"GET CHALLENGE of four octets", "0084000004", "6700"},
        {"GET CHALLENGE with P1", "0084010008", "6A86"},
        {"EXTERNAL AUTHENTICATE without a challenge",
         "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728", "6985"},
        {"the master file", "00A4000C023F00", "9000"},
        {"the master file, by nothing", "00A4000C", "9000"},
        {"the master file, with FCI", "00A40000023F0000", "6F0483023F009000"},
        {"EF.DIR, with FCP", "00A40204022F0000", "62088002000B83022F009000"},
        {"the application, with FCI", "00A4040007A000000247100100", "6F098407A00000024710019000"},
        {"the application by the registered part", "00A4040C05A000000247", "9000"},
        {"EF.DIR is not in the application", "00A4020C022F00", "6A82"},
    };
    TestChip chip;
    for (const Exchange& exchange : exchanges) EXPECT_EQ(chip.send(exchange.command), exchange.answer) << exchange.what;
}

class Ending : public testing::TestWithParam<void (*)(Chip&)> {};

TEST_P(Ending, ClearsSessionSelectionAndChallenge) {
    TestChip chip;
    opened(chip);
    EXPECT_EQ(chip.secured(select_common), "9000");
    GetParam()(chip.chip);
    EXPECT_EQ(chip.send("00B0000004"), "6986");
    EXPECT_EQ(chip.secured("00B0000004"), "secure_messaging_failed");  // the session has ended
    EXPECT_EQ(chip.send(select_common), "6A82");                       // the master file is selected again
    chip.select_application();
    EXPECT_EQ(chip.send(select_common), "6982");

    EXPECT_EQ(last_four(chip.send("0084000008")), "9000");
    GetParam()(chip.chip);
    EXPECT_EQ(chip.send("0082000028" + std::string(80, '0') + "28"), "6985");
    opened(chip);
    EXPECT_EQ(chip.secured(select_common), "9000");
}

INSTANTIATE_TEST_SUITE_P(Events, Ending,
                         testing::Values([](Chip& chip) { chip.reset(); }, [](Chip& chip) { chip.power_on(); },
                                         [](Chip& chip) {
                                             chip.power_off();
                                             chip.power_on();
                                         }));

TEST(Chip, IsSilentWithoutPower) {
    TestChip chip;
    chip.chip.power_off();
    EXPECT_EQ(chip.send(select_application), "silent");
    chip.chip.power_on();
    EXPECT_EQ(chip.send(select_application), "9000");
}

TEST(Chip, EndsTheSessionAtAPlainCommand) {
    TestChip chip;
    opened(chip);
    EXPECT_EQ(chip.send(select_common), "6982");
    EXPECT_EQ(chip.secured(select_common), "secure_messaging_failed");
}

TEST(Chip, EndsTheSessionAtABrokenCommand) {
    TestChip chip;
    opened(chip);
    EXPECT_EQ(chip.send("0CB000000D9701048E08ED6705417E96BA5500"), "6988");
    EXPECT_EQ(chip.secured(select_common), "secure_messaging_failed");
    opened(chip);
    EXPECT_EQ(chip.send("0CB000000397010400"), "6987");
    EXPECT_EQ(chip.secured(select_common), "secure_messaging_failed");
}

TEST(Chip, AcceptsTheRightKeyAfterAWrongOne) {
    TestChip chip;
    chip.select_application();
    const auto refused = chip.open("L898902C<369080619406237");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::access_denied);
    EXPECT_EQ(refused.error().sw, 0x6300);
    EXPECT_TRUE(chip.open().has_value());
}

TEST(Chip, AcceptsAChallengeOnce) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    const auto& access = test::group(groups, "D.3: GET CHALLENGE and EXTERNAL AUTHENTICATE");
    Bytes drawn = access.bytes("RND.IC");
    append(drawn, access.bytes("K.IC"));
    test::ScriptedRandom random{drawn};
    Chip chip{test_card(), {}, random};
    chip.power_on();
    chip.transmit(access.bytes("get_challenge.command.plain"));
    const Bytes authenticate = access.bytes("external_authenticate.command.plain");
    EXPECT_EQ(chip.transmit(authenticate).octets.size(), 42U);
    EXPECT_EQ(to_hex(chip.transmit(authenticate).octets), "6985");
}

TEST(Chip, WithoutAccessControlReadsPlainAndRefusesBac) {
    Card card = test_card();
    card.basic_access.reset();
    for (CardFile& file : card.files.application) {
        if (file.access == ReadAccess::secure_messaging) file.access = ReadAccess::always;
    }
    TestChip chip{std::move(card)};
    chip.select_application();
    EXPECT_EQ(chip.send("00B0810000"), "61055F1F0241429000");
    EXPECT_EQ(chip.send("00B0820000").size(), 2 * (256 + 2));
    EXPECT_EQ(chip.send("00B00000000000").size(), 2 * (40'000 + 2));
    EXPECT_EQ(chip.send("00B0830000"), "6982");
    EXPECT_EQ(chip.send("0082000028" + std::string(80, '0') + "28"), "6A88");
}

TEST(Chip, LimitsResponsesToTheVpcdFrame) {
    Card card = test_card();
    card.files.master_file.push_back({0x2F10, 0x10, ReadAccess::always, Bytes(70'000, 0xA5)});
    TestChip chip{std::move(card)};
    EXPECT_EQ(chip.send("00B0900000FFFD").size(), 2 * (Chip::max_answer_data + 2));
    EXPECT_EQ(chip.send("00B0900000FFFE"), "6700");
    EXPECT_EQ(chip.send("00B09000000000").size(), 2 * (Chip::max_answer_data + 2));
}

TEST(ContactChip, ReadsMoreThanOneResponseThroughASession) {
    TestChip chip{test_card(Interface::contact_t0)};
    opened(chip);
    EXPECT_EQ(chip.secured("00A4020C020102"), "9000");
    const std::string all = chip.secured("00B0000000");
    EXPECT_EQ(all.size(), 2 * (256 + 2));
    EXPECT_EQ(all.substr(0, 8), "75829C3C");
    EXPECT_EQ(chip.secured("00B0810000"), "61055F1F0241429000");
}

}  // namespace
}  // namespace fivestar::sim
