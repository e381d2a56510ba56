// SPDX-License-Identifier: Apache-2.0
// Framings of swipe readers and scanners, as their makers and users describe them (Access-IS OCR315e: FS, lines with
// CR, GS; Honeywell: SYN commands, no separator; Newland: STX and ETX around answers). The text is the specimen of Doc
// 9303-4.
#include "scan/scan_splitter.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using scan::Framing;
using scan::ScanFault;
using scan::ScanSplitter;
using scan::SteadyTime;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string line1 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const std::string line2 = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

struct Splitting {
    explicit Splitting(Framing framing = {})
        : splitter{std::move(framing), [this](std::string_view text, std::optional<ScanFault> fault) {
                       if (fault)
                           faults.push_back(*fault);
                       else
                           scans.emplace_back(text);
                   }} {}

    Splitting& send(std::string_view octets) {
        splitter.take(as_bytes(octets), now);
        return *this;
    }
    Splitting& pass(std::chrono::milliseconds time) {
        now += time;
        splitter.expire(now);
        return *this;
    }

    SteadyTime now{1h};
    std::vector<std::string> scans;
    std::vector<ScanFault> faults;
    ScanSplitter splitter;
};

struct TestFraming {
    std::string name;
    std::string before;
    std::string between;
    std::string after;
    bool ends_itself = false;  ///< before any silence
    Framing framing = {};
    std::string left_before = {};  ///< what of the framing is handed on; the daemon strips it
    std::string left_after = {};
};

std::vector<TestFraming> twelve_framings() {
    return {
        {.name = "StxEtx", .before = "\x02", .between = "\r", .after = "\x03", .ends_itself = true},
        {.name = "FsGs", .before = "\x1C", .between = "\r", .after = "\r\x1D", .ends_itself = true, .left_after = "\r"},
        {.name = "Syn", .before = "\x16", .between = "", .after = "\r", .left_before = "\x16", .left_after = "\r"},
        {.name = "Newland",
         .before = "~\x01",
         .between = "\r\n",
         .after = "\x03",
         .ends_itself = true,
         .left_before = "~\x01"},
        {.name = "Cr", .before = "", .between = "\r", .after = "\r", .left_after = "\r"},
        {.name = "Lf", .before = "", .between = "\n", .after = "\n", .left_after = "\n"},
        {.name = "CrLf", .before = "", .between = "\r\n", .after = "\r\n", .left_after = "\r\n"},
        {.name = "Nothing", .before = "", .between = "", .after = ""},
        {.name = "SeparatorOnly", .before = "", .between = "\r", .after = ""},
        {.name = "Prefix",
         .before = "MRZ:",
         .between = "\r",
         .after = "#\n",
         .framing = {.prefix = "MRZ:", .suffix = "#\n"}},
        {.name = "PrefixInAFrame",
         .before = "\x02]C0",
         .between = "\r",
         .after = "\x03",
         .ends_itself = true,
         .framing = {.prefix = "]C0"}},
        {.name = "StxWithoutEtx",
         .before = "\x02",
         .between = "\r",
         .after = "\r",
         .framing = {.marks = false},
         .left_before = "\x02",
         .left_after = "\r"}};
}

class TwelveFramings : public testing::TestWithParam<TestFraming> {
  protected:
    const TestFraming& framing = GetParam();
    std::string swipe = framing.before + line1 + framing.between + line2 + framing.after;
    std::string scan = framing.left_before + line1 + framing.between + line2 + framing.left_after;
};

TEST_P(TwelveFramings, OneSwipe) {
    Splitting one{framing.framing};
    one.send(swipe);
    EXPECT_EQ(one.scans.size(), framing.ends_itself ? 1U : 0U);
    one.pass(299ms);
    EXPECT_EQ(one.scans.size(), framing.ends_itself ? 1U : 0U);
    one.pass(1ms);
    EXPECT_THAT(one.scans, ElementsAre(scan));
    EXPECT_THAT(one.faults, IsEmpty());
    EXPECT_EQ(one.splitter.deadline(), std::nullopt);
}

TEST_P(TwelveFramings, SlowPieces) {
    Splitting one{framing.framing};
    for (const char octet : swipe) one.send({&octet, 1}).pass(80ms);
    EXPECT_THAT(one.pass(300ms).scans, ElementsAre(scan));
    EXPECT_THAT(one.faults, IsEmpty());
}

TEST_P(TwelveFramings, TwoSwipesInARow) {
    Splitting two{framing.framing};
    two.send(swipe).pass(framing.ends_itself ? 0ms : 400ms).send(swipe).pass(300ms);
    EXPECT_THAT(two.scans, ElementsAre(scan, scan));
    EXPECT_THAT(two.faults, IsEmpty());
}

TEST_P(TwelveFramings, NoiseBetweenSwipes) {
    Splitting noisy{framing.framing};
    const std::string noise{"\0\xFF\x80\r\n\0", 6};
    noisy.send(noise).pass(400ms).send(swipe).pass(400ms).send(noise).pass(400ms).send(swipe).pass(400ms);
    EXPECT_THAT(noisy.scans, ElementsAre(scan, scan));
    EXPECT_THAT(noisy.faults, IsEmpty());
}

TEST_P(TwelveFramings, SomethingElseIsHandedOnAndTheNextSwipeToo) {
    Splitting other{framing.framing};
    other.send(framing.before + "4006381333931" + framing.after).pass(400ms).send(swipe).pass(400ms);
    EXPECT_THAT(other.scans, ElementsAre(framing.left_before + "4006381333931" + framing.left_after, scan));
}

INSTANTIATE_TEST_SUITE_P(All, TwelveFramings, testing::ValuesIn(twelve_framings()),
                         [](const auto& tested) { return tested.param.name; });

TEST(ScanSplitter, ThereAreTwelveFramings) {
    EXPECT_EQ(twelve_framings().size(), 12U);
}

TEST(ScanSplitter, AFrameWaitsLongerThanALine) {
    Splitting slow;
    slow.send("\x1C" + line1 + "\r").pass(1900ms).send(line2 + "\r\x1D");
    EXPECT_THAT(slow.scans, ElementsAre(line1 + "\r" + line2 + "\r"));
    slow.send("\x1C" + line1).pass(2s);
    EXPECT_THAT(slow.scans, ElementsAre(line1 + "\r" + line2 + "\r", line1));
}

TEST(ScanSplitter, AFrameDropsWhatIsBeforeIt) {
    Splitting framed;
    framed.send("noise\x02" + line1 + "\x03");
    EXPECT_THAT(framed.scans, ElementsAre(line1));
}

TEST(ScanSplitter, AnInterruptedFrameIsReported) {
    Splitting cut;
    cut.send("\x02P<UTO").send("\x02" + line1 + "\x03").send("\x02\x02" + line2 + "\x03");
    EXPECT_THAT(cut.scans, ElementsAre(line1, line2));
    EXPECT_THAT(cut.faults, ElementsAre(ScanFault::cut_off));
}

TEST(ScanSplitter, TheLengthIsBounded) {
    Splitting flood;
    flood.send(std::string(scan::max_scan_octets, 'A')).pass(300ms);
    EXPECT_EQ(flood.scans.size(), 1U);
    flood.send(std::string(1'000'000, 'A'));
    EXPECT_THAT(flood.faults, ElementsAre(ScanFault::too_long));
    flood.pass(300ms).send(line1).pass(300ms);
    EXPECT_THAT(flood.faults, ElementsAre(ScanFault::too_long));
    EXPECT_EQ(flood.scans.back(), line1);
}

TEST(ScanSplitter, TheTimeIsBounded) {
    Splitting drip;
    for (int i = 0; i < 101; ++i) drip.send("A").pass(100ms);
    EXPECT_THAT(drip.scans, ElementsAre(std::string(100, 'A')));
}

TEST(ScanSplitter, AScanWithoutThePrefixIsReported) {
    Splitting prefixed{{.prefix = "AB", .suffix = "BC"}};
    prefixed.send(line1).pass(300ms).send("ABC").pass(300ms).send("ABBC").pass(300ms);
    EXPECT_THAT(prefixed.scans, ElementsAre(""));
    EXPECT_THAT(prefixed.faults, ElementsAre(ScanFault::without_prefix, ScanFault::without_prefix));
}

TEST(ScanSplitter, AnswersToCommandsAreNoScans) {
    // Newland: STX SOH address '@' command ACK ';' ETX. Honeywell: the command, ACK, '!'.
    Splitting asked;
    asked
        .send(
            "\x02\x01"
            "0000@SCNTRG1\x06;\x03")
        .send("OCRENA1\x06!")
        .pass(300ms);
    EXPECT_THAT(asked.scans, IsEmpty());
    EXPECT_THAT(asked.faults, IsEmpty());
    asked
        .send(
            "\x02\x01"
            "0000@SCNTRG9\x05;\x03")
        .send("OCRENA9\x15!")
        .pass(300ms);
    EXPECT_THAT(asked.faults, ElementsAre(ScanFault::command_refused, ScanFault::command_refused));
}

TEST(ScanSplitter, LostOctetsSpoilTheirScanAlone) {
    Splitting lossy;
    lossy.send(line1);
    lossy.splitter.lose(lossy.now);
    lossy.send(line2).pass(300ms).send(line1).pass(300ms);
    EXPECT_THAT(lossy.faults, ElementsAre(ScanFault::damaged));
    EXPECT_THAT(lossy.scans, ElementsAre(line1));
    lossy.splitter.lose(lossy.now);
    lossy.pass(300ms);
    EXPECT_THAT(lossy.faults, ElementsAre(ScanFault::damaged, ScanFault::damaged));
}

TEST(ScanSplitter, ResetForgets) {
    Splitting gone;
    gone.send("\x02" + line1);
    gone.splitter.reset();
    gone.pass(10s).send(line2).pass(300ms);
    EXPECT_THAT(gone.scans, ElementsAre(line2));
}

}  // namespace
}  // namespace fivestar::test
