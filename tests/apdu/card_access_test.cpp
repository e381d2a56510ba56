// SPDX-License-Identifier: Apache-2.0
// The attempts to read EF.CardAccess (ICAO Doc 9303-10 §3.11.3: short identifier 1C, in the master file). Its content
// is the SecurityInfo of Doc 9303-11 Appendix G.1, in a SET.
#include "apdu/card_access.hpp"

#include "apdu/lds.hpp"
#include "crypto/base/text.hpp"
#include "tests/support/scripted_channel.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

const std::string file = "31143012060A04007F0007020204020202010202010D";
const std::string success = " 9000";
constexpr std::string_view extended = "00B09C00000000";
constexpr std::string_view header = "00B09C0008";
constexpr std::string_view rest = "00B000080E";
constexpr std::string_view selection = "00A4020C02011C";
constexpr std::string_view select_by_identifier = "00A4000C023F00";
constexpr std::string_view select_without_identifier = "00A4000C";

/// A reader with a scripted card.
class Reader final : public CardConnection {
  public:
    explicit Reader(bool extended_length, Protocol protocol = Protocol::t1)
        : extended_length_(extended_length), protocol_(protocol) {}

    Channel& channel() override { return card; }
    [[nodiscard]] ByteView atr() const override { return {}; }
    [[nodiscard]] Protocol protocol() const override { return protocol_; }
    [[nodiscard]] bool extended_length() const override { return extended_length_; }
    Result<void> reset() override {
        ++resets;
        return {};
    }

    Reader& expect(std::string_view command, std::string_view answer) {
        card.expect(command, answer);
        return *this;
    }
    /// Refuses the file by its short identifier and by its identifier.
    Reader& expect_refusal() { return expect(header, "6982").expect(selection, "6982"); }
    /// Returns the file in pieces, after another READ BINARY.
    Reader& expect_pieces() {
        return expect(header, file.substr(0, 16) + success).expect(rest, file.substr(16) + success);
    }
    /// The same after a short one, which has brought the header.
    Reader& expect_short_pieces() { return expect(header, file.substr(0, 16) + success).expect_pieces(); }
    /// Returns the selected file in pieces.
    Reader& expect_selected_pieces() {
        expect(selection, "9000").expect("00B0000008", file.substr(0, 16) + success);
        return expect(rest, file.substr(16) + success);
    }

    test::ScriptedChannel card = {};
    int resets = 0;

  private:
    bool extended_length_;
    Protocol protocol_;
};

constexpr std::string_view common = "00A4020C02011E";  // EF.COM, a file of the application

/// The file's octets in hexadecimal, `none`, or the error's code, and the belief in extended length.
std::string found(Reader& reader, CardAccessSearch search = {}) {
    const auto access = read_card_access(reader, search);
    if (!access) return std::string{to_string(access.error().code)};
    const std::string octets = access->file ? to_hex(*access->file) : "none";
    return octets + (access->extended_length ? " extended" : " short");
}

CardAccessPlace place(Reader& reader, CardAccessSearch search = {}) {
    return read_card_access(reader, search).value().place;
}

TEST(CardAccess, IsReadInOneExchangeWithExtendedLength) {
    for (const std::string status : {" 9000", " 6282"}) {
        Reader reader{true};
        reader.expect(extended, file + status);
        EXPECT_EQ(found(reader), file + " extended") << status;
        EXPECT_EQ(reader.resets, 0);
    }
}

TEST(CardAccess, IsFoundAbsentByBothIdentifiers) {
    Reader taking{true};
    taking.expect(extended, "6A82").expect(selection, "6A82");
    EXPECT_EQ(found(taking), "none extended");
    Reader without{false};
    without.expect(header, "6A82").expect(selection, "6A82");
    EXPECT_EQ(found(without), "none short");
    EXPECT_EQ(taking.resets + without.resets, 0);
}

/// 6A82 may be about the short identifier alone.
TEST(CardAccess, IsSelectedIfTheShortIdentifierIsNotFound) {
    Reader taking{true};
    taking.expect(extended, "6A82").expect_selected_pieces();
    EXPECT_EQ(place(taking), CardAccessPlace::by_identifier);
    Reader without{false};
    without.expect(header, "6A82").expect_selected_pieces();
    EXPECT_EQ(place(without, {.after_reset = true}), CardAccessPlace::by_identifier);
}

TEST(CardAccess, IsReadWhereItWasBefore) {
    Reader by_short_identifier{true};
    by_short_identifier.expect(extended, file + success);
    EXPECT_EQ(place(by_short_identifier, {.known = CardAccessPlace::by_short_identifier}),
              CardAccessPlace::by_short_identifier);
    Reader selected{true};
    selected.expect_selected_pieces();
    EXPECT_EQ(place(selected, {.known = CardAccessPlace::by_identifier}), CardAccessPlace::by_identifier);
}

/// Another program may have left the application selected.
TEST(CardAccess, IsReadAfterAResetWhereItWasBefore) {
    for (const std::string_view refusal : {"6A82", "6986"}) {
        Reader reader{true};
        reader.expect(extended, refusal).expect(selection, refusal).expect(extended, file + success);
        EXPECT_EQ(found(reader, {.known = CardAccessPlace::by_short_identifier}), file + " extended");
        EXPECT_EQ(reader.resets, 1);
    }
    Reader selected{true};
    selected.expect(selection, "6A82").expect_selected_pieces();
    EXPECT_EQ(place(selected, {.known = CardAccessPlace::by_identifier}), CardAccessPlace::by_identifier);
    EXPECT_EQ(selected.resets, 1);
}

TEST(CardAccess, IsAskedForOnceWhereThereWasNone) {
    for (const auto known : {CardAccessPlace::nowhere, CardAccessPlace::in_application}) {
        for (const std::string_view refusal : {"6A82", "6986", "6982", "6985", "6A86", "6700"}) {
            for (const std::string_view first : {extended, header}) {
                Reader reader{first == extended};
                reader.expect(first, refusal);
                EXPECT_EQ(place(reader, {.known = known}), CardAccessPlace::nowhere) << refusal;
                EXPECT_EQ(reader.resets, 0) << refusal;
            }
        }
    }
    Reader there_after_all{false};
    there_after_all.expect_short_pieces();
    EXPECT_EQ(found(there_after_all, {.known = CardAccessPlace::nowhere}), file + " short");
}

/// 6986: no file can be current before access control.
TEST(CardAccess, IsAskedForTwiceIfAllFilesAreClosed) {
    for (const std::string_view first : {extended, header}) {
        for (const std::string_view second : {"6986", "6A82"}) {
            Reader reader{first == extended};
            reader.expect(first, "6986").expect(selection, second);
            const auto access = read_card_access(reader, {.after_reset = true});
            ASSERT_TRUE(access);
            EXPECT_FALSE(access->file);
            EXPECT_EQ(access->place, CardAccessPlace::nowhere);
            EXPECT_EQ(access->refusal, sw::no_current_ef);
            EXPECT_EQ(reader.resets, 0);
        }
    }
}

/// After a reset, EF.COM tells whether the chip has selected the application by itself.
TEST(CardAccess, IsLookedForBelowTheMasterFileIfTheChipSelectsAnApplicationAtReset) {
    Reader reader{false};
    reader.expect(header, "6A82").expect(selection, "6A82").expect(common, "6982");
    reader.expect(select_by_identifier, "9000").expect_short_pieces();
    EXPECT_EQ(found(reader, {.after_reset = true}), file + " short");
    Reader absent{false};
    absent.expect(header, "6A82").expect(selection, "6A82").expect(common, "6A82");
    EXPECT_EQ(found(absent, {.after_reset = true}), "none short");
}

/// PersoSim: a short identifier leads to another file.
TEST(CardAccess, IsSelectedIfTheShortIdentifierLeadsToAnotherFile) {
    Reader reader{false};
    reader.expect(header, "61094F07A0000002" + success).expect(header, "61094F07A0000002" + success);
    reader.expect_selected_pieces();
    EXPECT_EQ(place(reader), CardAccessPlace::by_identifier);
    EXPECT_EQ(reader.resets, 1);
}

TEST(CardAccess, EndsWithItsDataObject) {
    Reader reader{true};
    reader.expect(extended, file + "FFFFFF" + success);
    EXPECT_EQ(found(reader), file + " extended");
}

TEST(CardAccess, IsReadInPiecesIfTheChipRefusesExtendedLength) {
    Reader reader{true};
    reader.expect(extended, "6700").expect_pieces();
    EXPECT_EQ(found(reader), file + " short");
}

TEST(CardAccess, IsReadInPiecesIfExtendedLengthBreaksTheLink) {
    Reader reader{true};
    reader.expect(extended, "").expect_pieces();
    EXPECT_EQ(found(reader), file + " short");
    EXPECT_EQ(reader.resets, 1);
}

TEST(CardAccess, IsReadInPiecesWithoutExtendedLength) {
    for (const auto& [extended_length, protocol] : {std::pair{false, Protocol::t1}, std::pair{true, Protocol::t0}}) {
        Reader reader{extended_length, protocol};
        reader.expect_short_pieces();
        EXPECT_EQ(found(reader), file + " short");
    }
}

TEST(CardAccess, IsReadInPiecesIfTheFirstAnswerIsIncomplete) {
    for (const std::string& answer : {file.substr(0, 30) + success, success, std::string{"6282"}}) {
        Reader reader{true};
        reader.expect(extended, answer).expect_pieces();
        EXPECT_EQ(found(reader), file + " extended") << answer;
    }
}

TEST(CardAccess, IsReadAgainAfterAResetIfAnApplicationMayBeSelected) {
    Reader reader{false};
    reader.expect_refusal().expect_short_pieces();
    EXPECT_EQ(found(reader), file + " short");
    EXPECT_EQ(reader.resets, 1);
}

TEST(CardAccess, IsReadFromTheMasterFileSelectedByItsIdentifier) {
    Reader reader{false};
    reader.expect_refusal().expect_refusal();
    reader.expect(select_by_identifier, "9000").expect_short_pieces();
    EXPECT_EQ(found(reader), file + " short");
}

TEST(CardAccess, IsReadFromTheMasterFileSelectedWithoutIdentifier) {
    Reader reader{false};
    reader.expect_refusal().expect_refusal();
    reader.expect(select_by_identifier, "6A86").expect(select_without_identifier, "9000").expect_short_pieces();
    EXPECT_EQ(found(reader), file + " short");
}

TEST(CardAccess, IsNotThereIfEveryAttemptIsRefused) {
    Reader reader{true};
    reader.expect(extended, "6982").expect(selection, "6982").expect(extended, "6982").expect(selection, "6982");
    reader.expect(select_by_identifier, "6985").expect(select_without_identifier, "6A81");
    EXPECT_EQ(found(reader), "none extended");
    EXPECT_EQ(reader.resets, 1);
}

TEST(CardAccess, IsSelectedIfTheChipHasNoShortIdentifiers) {
    Reader reader{false};
    reader.expect(header, "6A86").expect_selected_pieces();
    EXPECT_EQ(found(reader), file + " short");
}

TEST(CardAccess, IsLookedForEverywhereIfTheSearchIsThorough) {
    Reader reader{false};
    reader.expect(header, "6A82").expect(selection, "6A82").expect(select_by_identifier, "9000").expect_short_pieces();
    EXPECT_EQ(found(reader, {.after_reset = true, .thorough = true}), file + " short");
}

TEST(CardAccess, IsNotThereIfItsLengthIsImpossible) {
    Reader reader{false};
    for (int times = 0; times < 4; ++times) reader.expect(header, "3182FFFF30123012" + success);
    reader.expect(select_by_identifier, "6A81").expect(select_without_identifier, "6A81");
    EXPECT_EQ(found(reader), "none short");
}

TEST(CardAccess, ReportsErrorsOfTheLink) {
    Reader removed{true};
    removed.card.expect_failure(extended, {ErrorCode::card_removed});
    EXPECT_EQ(found(removed), "card_removed");
    Reader broken{false};
    broken.expect(header, "");
    EXPECT_EQ(found(broken), "transport_failure");
}

/// As `found`, in the application.
std::string found_in_application(test::ScriptedChannel& card) {
    ReadSizes sizes{false};
    FileReader files{sizes};
    const auto access = read_card_access_in_application(card, files);
    if (!access) return std::string{to_string(access.error().code)};
    return *access ? to_hex(**access) : "none";
}

TEST(CardAccessInApplication, IsReadInPieces) {
    test::ScriptedChannel card;
    card.expect(header, file.substr(0, 16) + success).expect(rest, file.substr(16) + success);
    EXPECT_EQ(found_in_application(card), file);
}

TEST(CardAccessInApplication, IsNotThereIfAbsentOrRefused) {
    test::ScriptedChannel absent;
    absent.expect(header, "6A82").expect(selection, "6A82");
    EXPECT_EQ(found_in_application(absent), "none");
    test::ScriptedChannel refused;
    refused.expect(header, "6982").expect(selection, "6982");
    EXPECT_EQ(found_in_application(refused), "none");
}

TEST(CardAccessInApplication, ReportsTheEndOfTheSession) {
    test::ScriptedChannel card;
    card.expect_failure(header, {ErrorCode::secure_messaging_failed, 0x6A82});
    EXPECT_EQ(found_in_application(card), "secure_messaging_failed");
}

}  // namespace
}  // namespace fivestar::apdu
