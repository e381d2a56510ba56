// SPDX-License-Identifier: Apache-2.0
// Zones as scanners send them. The scan_specimens are those of Doc 9303-4, -5 and -6 and the published ones of
// docs/CHINESE-CARDS.md; the framings are those of the devices named in docs/API.md.
#include "identity/mrz/scanned_mrz.hpp"

#include "identity/mrz/mrz_information.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct ScanSpecimen {
    std::string_view zone;
    std::size_t line_size;
    MrzForm form;
    std::string_view information;  ///< number, birth and expiry with the printed check digits
};

constexpr std::string_view scanned_passport =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
constexpr std::string_view scanned_card =
    "I<UTOD231458907<<<<<<<<<<<<<<<"
    "7408122F1204159UTO<<<<<<<<<<<6"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
constexpr std::string_view scanned_permit = "CSC000000004<2404200<8108038<6";

constexpr std::array scan_specimens{
    ScanSpecimen{scanned_passport, 44, MrzForm::td3, "L898902C3674081221204159"},
    ScanSpecimen{scanned_card, 30, MrzForm::td1, "D23145890774081221204159"},
    ScanSpecimen{"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
                 "D231458907UTO7408122F1204159<<<<<<<6",
                 36, MrzForm::td2, "D23145890774081221204159"},
    ScanSpecimen{scanned_permit, 30, MrzForm::permit, "C00000000481080382404200"},
    ScanSpecimen{"CDL000000007<2508197<8208031<6", 30, MrzForm::permit, "L00000000782080312508197"},
    ScanSpecimen{"CRH1234567830002212119F8108038"
                 "NGKELMPONBPJLBLOAABA1234567842"
                 "ZHENG<JIAN<<YANG<BEN<<<<<<<<<<",
                 30, MrzForm::permit, "H12345678381080382212119"},
    ScanSpecimen{"CT00000000<00262006084F8108038"
                 "NGKELMPONBPJLBLOAABR0000000001"
                 "ZHENG<JIAN<<YANG<BEN<<<<<<3500",
                 30, MrzForm::permit, "00000000<081080382006084"},
};

struct Framing {
    std::string_view before;
    std::string_view between;
    std::string_view behind;
};

std::string framed(const ScanSpecimen& specimen, const Framing& framing) {
    std::string text{framing.before};
    for (std::size_t at = 0; at < specimen.zone.size(); at += specimen.line_size) {
        if (at != 0) text.append(framing.between);
        text.append(specimen.zone.substr(at, specimen.line_size));
    }
    return text.append(framing.behind);
}

std::string in_lower_case(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

std::string zone_with(std::string_view zone, std::size_t at, std::string_view characters) {
    std::string changed{zone};
    return changed.replace(at, characters.size(), characters);
}

std::vector<std::pair<std::size_t, std::size_t>> pairs(const std::vector<MrzPosition>& positions) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (const MrzPosition& each : positions) pairs.emplace_back(each.line, each.position);
    return pairs;
}

ScanFault fault_of(std::string_view text) {
    const auto scanned = parse_scanned_mrz(text);
    EXPECT_FALSE(scanned) << text;
    return scanned ? ScanFault{} : scanned.error().fault;
}

TEST(ScannedMrz, IsFoundInEveryFraming) {
    using namespace std::string_view_literals;
    constexpr std::array framings{
        Framing{"", "", ""},
        Framing{"", "\r", "\r"},
        Framing{"", "\n", "\n"},
        Framing{"", "\r\n", "\r\n"},
        Framing{"", " ", " "},
        Framing{"\x02", "\r", "\x03"},
        Framing{"\x1C", "\r", "\x1D"},
        Framing{"\x16M\r", "", "\r"},
        Framing{"\x16T\r\x02", "\r\n", "\x03\r\n\0"sv},
        Framing{"\0\0"sv, "\0"sv, "\0"sv},
        Framing{"SCAN 7\r\n", "\r\n", "\r\nOK\r\n"},
        Framing{"]L001", "", "END"},
        Framing{"42", "\t", "#7"},
        Framing{"\r\n\r\nPASSPORT\r\n\r\n", "\r\n\r\n", "\r\n\r\n"},
    };
    for (const ScanSpecimen& specimen : scan_specimens) {
        EXPECT_EQ(mrz_information(specimen.zone)->view(), specimen.information);
        for (const Framing& framing : framings) {
            const std::string text = framed(specimen, framing);
            for (const std::string& each : {text, in_lower_case(text)}) {
                const auto scanned = parse_scanned_mrz(each);
                ASSERT_TRUE(scanned) << each;
                EXPECT_EQ(scanned->form, specimen.form) << each;
                EXPECT_EQ(scanned->zone.view(), specimen.zone) << each;
                EXPECT_EQ(scanned->information.view(), specimen.information) << each;
                EXPECT_THAT(scanned->repairs, IsEmpty()) << each;
            }
        }
    }
}

TEST(ScannedMrz, IsRepairedWhereCheckDigitsDecide) {
    const auto repaired = [](std::string_view text) {
        const auto scanned = parse_scanned_mrz(text);
        EXPECT_TRUE(scanned) << text;
        if (!scanned) return std::vector<std::pair<std::size_t, std::size_t>>{};
        EXPECT_EQ(scanned->zone.view(), scanned_passport) << text;
        return pairs(scanned->repairs);
    };
    EXPECT_THAT(repaired(zone_with(scanned_passport, 57, "74OB122")), ElementsAre(std::pair{2, 16}, std::pair{2, 17}));
    EXPECT_THAT(repaired(zone_with(scanned_passport, 65, "I204I59")), ElementsAre(std::pair{2, 22}, std::pair{2, 26}));
    EXPECT_THAT(repaired(zone_with(scanned_passport, 62, "Z")), ElementsAre(std::pair{2, 19})) << "birth date";
    EXPECT_THAT(repaired(zone_with(scanned_passport, 70, "S")), ElementsAre(std::pair{2, 27})) << "expiry date";
    EXPECT_THAT(repaired(zone_with(scanned_passport, 87, "O")), ElementsAre(std::pair{2, 44}))
        << "composite check digit";
}

TEST(ScannedMrz, IsRepairedOnlyWhereCheckDigitsDecide) {
    // Names have no check digit, and G and 6 have the same value modulo 10.
    const std::string name = zone_with(scanned_passport, 5, "ER1K550N");
    const auto scanned = parse_scanned_mrz(name);
    ASSERT_TRUE(scanned);
    EXPECT_EQ(scanned->zone.view(), name);
    EXPECT_THAT(scanned->repairs, IsEmpty());
    EXPECT_EQ(fault_of(zone_with(scanned_passport, 57, "740812G")), ScanFault::misread);
}

TEST(ScannedMrz, HasNoWrongRepairOfASingleConfusion) {
    constexpr std::string_view confused = "0O1I2Z5S8B";
    std::size_t repaired = 0;
    for (const ScanSpecimen& specimen : scan_specimens) {
        for (std::size_t at = 0; at < specimen.zone.size(); ++at) {
            const std::size_t found = confused.find(specimen.zone[at]);
            if (found == std::string_view::npos) continue;
            const std::string text = zone_with(specimen.zone, at, confused.substr(found ^ 1U, 1));
            const auto scanned = parse_scanned_mrz(text);
            if (!scanned || scanned->repairs.empty()) continue;  // refused, or a name
            EXPECT_EQ(scanned->zone.view(), specimen.zone) << text;
            EXPECT_THAT(pairs(scanned->repairs),
                        ElementsAre(std::pair{at / specimen.line_size + 1, at % specimen.line_size + 1}))
                << text;
            ++repaired;
        }
    }
    EXPECT_GT(repaired, 70U);
}

TEST(ScannedMrz, ReadsGuillemetsAsOneOrTwoFillers) {
    for (const std::string_view guillemet : {"\xC2\xAB", "\xAB"}) {
        const auto one = parse_scanned_mrz(std::string{scanned_passport}.replace(81, 1, guillemet));
        ASSERT_TRUE(one);
        EXPECT_EQ(one->zone.view(), scanned_passport);
        EXPECT_THAT(pairs(one->repairs), ElementsAre(std::pair{2, 38}));
        const auto two = parse_scanned_mrz(std::string{scanned_passport}.replace(81, 2, guillemet));
        ASSERT_TRUE(two);
        EXPECT_EQ(two->zone.view(), scanned_passport);
        EXPECT_THAT(pairs(two->repairs), ElementsAre(std::pair{2, 38}, std::pair{2, 39}));
        const auto name = parse_scanned_mrz(std::string{scanned_passport}.replace(13, 2, guillemet));
        ASSERT_TRUE(name);
        EXPECT_EQ(name->zone.view(), scanned_passport);
        EXPECT_THAT(name->repairs, IsEmpty()) << "no check digit covers the name";
    }
}

TEST(ScannedMrz, TellsWhichCheckDigitsAreWrong) {
    const auto positions = [](std::string_view text) {
        const auto scanned = parse_scanned_mrz(text);
        EXPECT_FALSE(scanned) << text;
        if (scanned) return std::vector<std::pair<std::size_t, std::size_t>>{};
        EXPECT_EQ(scanned.error().fault, ScanFault::misread) << text;
        return pairs(scanned.error().positions);
    };
    EXPECT_THAT(positions(zone_with(scanned_passport, 57, "9408122")), ElementsAre(std::pair{2, 20}, std::pair{2, 44}));
    EXPECT_THAT(positions(zone_with(scanned_card, 35, "9")), ElementsAre(std::pair{2, 7}, std::pair{2, 30}));
}

TEST(ScannedMrz, IsRefusedIfSeveralRepairsAreRight) {
    // 4 is the check digit of C00000000. O instead of 0 adds 24 times the weight, so 8 is right with O at each of the
    // three places of weight 1, and so is 8 as the composite check digit.
    EXPECT_EQ(fault_of("CSC000000008<2404200<8108038<8"), ScanFault::ambiguous);
    // In the optional data, 8 at the place of B may also stand for the B that another 8 then would have to be.
    EXPECT_EQ(fault_of(zone_with(scanned_passport, 80, "8")), ScanFault::ambiguous);
}

TEST(ScannedMrz, IsNotRepairedToAnotherLayout) {
    // B instead of 8 would make all check digits of a home return permit right, with the number CTB346667. But with
    // these three letters the lines are a TD1 card of a state CTB, whose check digits are elsewhere.
    constexpr std::string_view scan =
        "CRCT834666780002212119F8108038"
        "NGKELMPONBPJLBLOAABA1234567842"
        "ZHENG<JIAN<<YANG<BEN<<<<<<<<<<";
    EXPECT_EQ(fault_of(scan), ScanFault::misread);
}

TEST(ScannedMrz, IsOneDocument) {
    const std::string_view other = scan_specimens[4].zone;
    EXPECT_EQ(fault_of(std::string{scanned_permit}.append("\r").append(other)), ScanFault::ambiguous);
    const auto twice = parse_scanned_mrz(std::string{scanned_permit}.append("\r").append(scanned_permit));
    ASSERT_TRUE(twice) << "one scanned_card, swiped twice";
    EXPECT_EQ(twice->zone.view(), scanned_permit);
    for (const std::string& text : {std::string{scanned_permit} + "\n" + zone_with(other, 3, "3"),
                                    zone_with(other, 3, "3") + "\n" + std::string{scanned_permit}}) {
        const auto scanned = parse_scanned_mrz(text);
        ASSERT_TRUE(scanned) << text;
        EXPECT_EQ(scanned->zone.view(), scanned_permit) << "all its check digits are right";
    }
}

TEST(ScannedMrz, IsNotWhatOtherThingsHave) {
    EXPECT_EQ(fault_of(""), ScanFault::no_zone);
    EXPECT_EQ(fault_of("NOTHING\nTO\nFIND\n"), ScanFault::no_zone);
    EXPECT_EQ(fault_of("6921168509256\r\n"), ScanFault::no_zone) << "a barcode";
    EXPECT_EQ(fault_of("https://example.org/?room=12"), ScanFault::no_zone);
    EXPECT_EQ(fault_of("%B4444333322221111^MUSTERMANN/ERIKA^30121010000000000000?;4444333322221111=3012101?"),
              ScanFault::no_zone)
        << "a bank card";
    EXPECT_EQ(fault_of("M1ERIKSSON/ANNA       EABC123 UTOABCXX 0834 226F001A0025 100"), ScanFault::no_zone)
        << "a boarding pass";
    EXPECT_EQ(fault_of(std::string(88, '<')), ScanFault::no_zone);
    EXPECT_EQ(fault_of(std::string(90, '0')), ScanFault::no_zone);
    EXPECT_EQ(fault_of(std::string(longest_scan + 1, '\r').append(scanned_permit)), ScanFault::no_zone);
    EXPECT_EQ(fault_of("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
              ScanFault::no_zone)
        << "a visa";
    EXPECT_EQ(fault_of(scanned_passport.substr(0, 80)), ScanFault::no_zone) << "a swipe that ended early";
}

TEST(ScannedMrz, IsParsedInBoundedTime) {
    // Each piece may begin a zone, and every character may have been another one.
    std::string hostile;
    while (hostile.size() + 2 <= longest_scan) hostile.append("0 ");
    EXPECT_NE(fault_of(hostile), ScanFault::misread);
    std::string confusable;
    while (confusable.size() + 8 <= longest_scan) confusable.append("\rC0S5B8I");
    static_cast<void>(parse_scanned_mrz(confusable));
    static_cast<void>(parse_scanned_mrz(std::string(longest_scan, '\xAB')));
}

}  // namespace
}  // namespace fivestar::identity
