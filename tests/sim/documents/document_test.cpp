// SPDX-License-Identifier: Apache-2.0
// The personas' cards, read by the parsers of identity/ and the file reader of apdu/, which share no code with the
// encoders, and compared with the published specimen record (tests/vectors/samv).
#include "sim/documents/document.hpp"

#include "apdu/basic_access_control.hpp"
#include "apdu/command_chaining.hpp"
#include "apdu/file_reader.hpp"
#include "apdu/pace.hpp"
#include "apdu/response_chaining.hpp"
#include "apdu/t0_channel.hpp"
#include "crypto/base/random.hpp"
#include "identity/lds/dg1.hpp"
#include "identity/lds/dg13.hpp"
#include "identity/lds/dg2.hpp"
#include "identity/lds/ef_com.hpp"
#include "sim/chip/chip_channel.hpp"
#include "sim/documents/persona.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

const std::filesystem::path data_directory = test::source_directory() / "sim";
constexpr std::chrono::year_month_day today{std::chrono::year{2025}, std::chrono::month{6}, std::chrono::day{1}};

const TestPki& pki() {
    static const TestPki loaded = TestPki::load(data_directory).value();
    return loaded;
}

Persona persona(std::string_view name) {
    return load_persona(data_directory, name).value();
}

class EveryPersona : public testing::TestWithParam<std::string> {
  protected:
    const Persona persona_ = persona(GetParam());
    const Document document_ = issue_document(persona_, pki()).value();
};

TEST_P(EveryPersona, HasAValidMrz) {
    const auto mrz = identity::parse_dg1(document_.data_groups.at(1), today);
    ASSERT_TRUE(mrz.has_value());
    // Of the composite check digit of CF, no source tells what it covers.
    std::vector<Reason> expected;
    if (persona_.mrz.document_code == "CF") expected.push_back(Reason::check_digit_rule_unknown);
    EXPECT_EQ(mrz->faults, expected);
    EXPECT_EQ(as_text(as_bytes(mrz->document_number.view())), persona_.mrz.document_number);
}

TEST_P(EveryPersona, HasAPortraitOfItsStatedSize) {
    const auto dg2 = identity::parse_dg2(document_.data_groups.at(2));
    ASSERT_TRUE(dg2.has_value());
    EXPECT_TRUE(dg2->findings.empty());
    const identity::Portrait* const portrait = &dg2->portrait;
    EXPECT_EQ(portrait->width, persona_.portrait.width);
    EXPECT_EQ(portrait->height, persona_.portrait.height);
    EXPECT_EQ(copy(portrait->octets), persona_.portrait.image);
    EXPECT_EQ(portrait->media_type == identity::MediaType::jpeg, !persona_.portrait.jpeg_2000);
    EXPECT_GT(portrait->octets.size(), 13'000U);
}

TEST_P(EveryPersona, ListsItsDataGroups) {
    const auto common = identity::parse_ef_com(document_.common);
    EXPECT_FALSE(common.is_odd);
    std::vector<int> groups;
    groups.reserve(document_.data_groups.size());
    for (const auto& [number, content] : document_.data_groups) groups.push_back(static_cast<int>(number));
    EXPECT_EQ(std::vector<int>(common.groups.begin(), common.groups.end()), groups);
}

/// Reads the whole card as the daemon does.
TEST_P(EveryPersona, IsReadCompletely) {
    SystemRandom random;
    Chip chip{make_card(persona_, document_), {}, random};
    ChipChannel bottom{chip};
    apdu::T0Channel t0{bottom};
    const bool contact = persona_.interface == Interface::contact_t0;
    apdu::ResponseChaining responses{contact ? static_cast<apdu::Channel&>(t0) : bottom};
    apdu::CommandChaining plain{responses, persona_.extended_length};
    std::unique_ptr<apdu::SecureChannel> secure;
    apdu::ReadSizes sizes{persona_.extended_length};
    if (!persona_.pace.empty()) {
        const auto offers = crypto::SecurityInfos::parse(document_.card_access).value().pace;
        const auto password = apdu::PacePassword::digits(apdu::PasswordKind::can, as_bytes(persona_.can));
        const auto access = apdu::pace(plain, *apdu::best_pace_info(offers), password, random).value();
        secure = apdu::SecureChannel::create(plain, access.keys).value();
        sizes.protect_with(access.keys.cipher);
    }
    ASSERT_TRUE(apdu::lds::select_application(secure ? static_cast<apdu::Channel&>(*secure) : plain).has_value());
    if (persona_.basic_access_control && !secure) {
        const std::string information = mrz_information(persona_.mrz);
        const auto access =
            apdu::basic_access_control(plain, apdu::bac_key_seed(as_bytes(information)), random).value();
        secure = apdu::SecureChannel::create(plain, access.keys).value();
        sizes.protect_with(access.keys.cipher);
    }
    apdu::Channel& channel = secure ? static_cast<apdu::Channel&>(*secure) : plain;
    apdu::FileReader reader{sizes};
    const auto expect_file = [&](const apdu::lds::FileId& file, const Bytes& content) {
        const auto read = reader.read(channel, file);
        ASSERT_TRUE(read.has_value()) << file.step << ' ' << to_string(read.error().code);
        EXPECT_EQ(copy(read->raw), content) << file.step;
    };
    expect_file(apdu::lds::com, document_.common);
    expect_file(apdu::lds::sod, document_.security_object);
    for (const auto& [number, content] : document_.data_groups) {
        if (number == 3) {
            EXPECT_EQ(reader.read(channel, apdu::lds::data_group(3)).error().code, ErrorCode::access_denied);
        } else {
            expect_file(apdu::lds::data_group(number), content);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Personas, EveryPersona, testing::ValuesIn(persona_names(data_directory).value()),
                         [](const auto& name) {
                             std::string plain = name.param;
                             std::erase(plain, '-');
                             return plain;
                         });

TEST(Personas, IncludeTheDocumentedOnes) {
    const std::vector<std::string> names = persona_names(data_directory).value();
    for (const char* name : {"five-star-2023", "passport", "passport-contact", "passport-plain", "identity-card", "eep",
                             "taiwan-travel", "home-return", "home-return-non-chinese", "taiwan-compatriot"}) {
        EXPECT_NE(std::ranges::find(names, name), names.end()) << name;
    }
}

TEST(CardSecurity, NamesTheParametersOfItsKeyByNumber) {
    // ICAO Doc 9303-11 §9.5.1: AlgorithmIdentifier of standardizedDomainParameters (0.4.0.127.0.7.1.2) and 15, the
    // number of NIST P-384. Cards with PACE-CAM have their key in this form; DG14 spells it out.
    const Document document = issue_document(persona("passport-pace-only"), pki()).value();
    const Bytes by_number = test::hex("30 0C 06 07 04 00 7F 00 07 01 02 02 01 0F 03");
    EXPECT_FALSE(std::ranges::search(document.card_security, by_number).empty());
    EXPECT_TRUE(std::ranges::search(document.data_groups.at(14), by_number).empty());
}

TEST(FiveStar, HasThePublishedSpecimenRecord) {
    const auto groups = encode_data_groups(persona("five-star-2023")).value();
    Bytes expected = test::hex("6D 82 01 04 04 82 01 00");
    append(expected, test::read_vector_bytes("samv/text_Y.bin"));
    EXPECT_EQ(groups.at(13), expected);
    EXPECT_EQ(copy(identity::parse_dg13(groups.at(13)).value()), test::read_vector_bytes("samv/text_Y.bin"));
}

TEST(FiveStar, ContinuesItsNumberInTheOptionalData) {
    // Doc 9303-5 §4.2.4: filler in place of the check digit, the rest of the number, its check digit. Check digits
    // computed independently (weights 7, 3, 1): 8 over the number, 1 over the birth date, 3 over the expiry date.
    const auto lines = write_mrz(persona("five-star-2023").mrz).value();
    EXPECT_EQ(lines[0], "IRCHN931586198<0010100288<<<<<");
    EXPECT_EQ(lines[1], "8001014F3308073PAK<<<<<<<<<<<2");
    EXPECT_EQ(lines[2], "ZHENGJIAN<<YANGBEN<ZHENG<J<Y<B");
}

}  // namespace
}  // namespace fivestar::sim
