// The personas' cards, read by the parsers of identity/ and the file reader of apdu/, which share no code with the
// encoders, and compared with the published specimen record (tests/vectors/samv).
#include "apdu/basic_access_control.hpp"
#include "apdu/command_chaining.hpp"
#include "apdu/file_reader.hpp"
#include "apdu/pace.hpp"
#include "apdu/response_chaining.hpp"
#include "apdu/t0_channel.hpp"
#include "crypto/base/random.hpp"
#include "identity/lds/dg1.hpp"
#include "identity/lds/dg11.hpp"
#include "identity/lds/dg12.hpp"
#include "identity/lds/dg13.hpp"
#include "identity/lds/dg2.hpp"
#include "identity/lds/ef_com.hpp"
#include "sim/chip/chip_channel.hpp"
#include "sim/data_file.hpp"
#include "sim/documents/document.hpp"
#include "sim/documents/persona.hpp"
#include "tests/sim/temporary_directory.hpp"
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

TEST_P(EveryPersona, HasAnMrzWithoutFault) {
    const auto mrz = identity::parse_dg1(document_.data_groups.at(1), today);
    ASSERT_TRUE(mrz.has_value());
    for (const identity::MrzFault fault : mrz->faults) ADD_FAILURE() << identity::to_string(fault);
    EXPECT_EQ(as_text(as_bytes(mrz->document_number.view())), persona_.mrz.document_number);
}

TEST_P(EveryPersona, HasAPortraitOfTheSizeItSays) {
    const auto portrait = identity::parse_dg2(document_.data_groups.at(2));
    ASSERT_TRUE(portrait.has_value());
    EXPECT_EQ(portrait->width, persona_.portrait.width);
    EXPECT_EQ(portrait->height, persona_.portrait.height);
    EXPECT_EQ(copy(portrait->octets), persona_.portrait.image);
    EXPECT_EQ(portrait->media_type == identity::MediaType::jpeg, !persona_.portrait.jpeg_2000);
    EXPECT_GT(portrait->octets.size(), 13'000U);
}

TEST_P(EveryPersona, ListsItsDataGroups) {
    const auto common = identity::parse_ef_com(document_.common);
    ASSERT_TRUE(common.has_value());
    std::vector<int> groups;
    groups.reserve(document_.data_groups.size());
    for (const auto& [number, content] : document_.data_groups) groups.push_back(static_cast<int>(number));
    EXPECT_EQ(std::vector<int>(common->data_groups.begin(), common->data_groups.end()), groups);
}

/// Reads the whole card as the daemon does.
TEST_P(EveryPersona, IsReadWhole) {
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

TEST(Personas, AreThoseThatAreDocumented) {
    const std::vector<std::string> names = persona_names(data_directory).value();
    for (const char* name : {"five-star-2023", "passport", "passport-contact", "passport-plain", "identity-card"}) {
        EXPECT_NE(std::ranges::find(names, name), names.end()) << name;
    }
}

TEST(FiveStar, CarriesThePublishedSpecimenRecord) {
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

TEST(DataGroups, WrapThePortraitAsTheStandardsSay) {
    const PersonaPortrait portrait{.image = test::hex("FFD8FFD9"), .jpeg_2000 = false, .width = 384, .height = 480};
    // Doc 9303-10 §4.7.2.1 (CBEFF), then ISO/IEC 19794-5:2005 §5: record, face and image headers, written by hand.
    EXPECT_EQ(encode_data_groups({.mrz = persona("passport").mrz, .portrait = portrait}).value().at(2),
              test::hex("75 4F 7F61 4C 0201 01 7F60 46 A1 0F 8002 0101 8101 02 8702 0101 8802 0008"
                        "5F2E 32 46414300 30313000 00000032 0001"
                        "00000024 0000 02 00 00 000000 0000 000000 000000"
                        "01 00 0180 01E0 01 00 0000 0000 FFD8FFD9"));
}

TEST(DataGroups, AreUnderstoodByTheirReaders) {
    const auto groups = encode_data_groups(persona("passport")).value();
    const auto personal = identity::parse_dg11(groups.at(11));
    ASSERT_TRUE(personal.has_value());
    EXPECT_TRUE(personal->findings.empty());
    EXPECT_EQ(personal->primary->view(), "SPECIMEN");
    EXPECT_EQ(personal->secondary->view(), "ANNA MARIA");
    EXPECT_EQ(personal->personal_number->view(), "ZE184226B");
    EXPECT_EQ(personal->birth_date, std::chrono::year{1985} / 7 / 16);
    const auto document = identity::parse_dg12(groups.at(12));
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ(document->issuing_authority->view(), "PASSPORT OFFICE ZENITH");
    EXPECT_EQ(document->issue_date, std::chrono::year{2023} / 6 / 15);
    const auto five_star = identity::parse_dg11(encode_data_groups(persona("five-star-2023")).value().at(11));
    ASSERT_TRUE(five_star.has_value());
    ASSERT_EQ(five_star->other_names.size(), 1U);
    EXPECT_EQ(five_star->other_names[0].view(), "证件样本证件样本证件样本证件样");
}

TEST(NationalRecord, RefusesWhatDoesNotFit) {
    const auto refused = [](const NationalTextRecord& record) {
        return encode(record) == std::unexpected{Error{ErrorCode::invalid_argument}};
    };
    EXPECT_FALSE(refused({.fields = {{"latin_name", std::string(46, 'A')}}}));
    EXPECT_TRUE(refused({.fields = {{"latin_name", std::string(47, 'A')}}}));
    EXPECT_TRUE(refused({.fields = {{"sex", "12"}}}));
    EXPECT_TRUE(refused({.fields = {{"address", "A"}}}));  // not a field of this kind
    EXPECT_TRUE(refused({.fields = {{"", "A"}}}));
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\xF0\x9F\x98\x80"}}}));  // beyond the basic multilingual plane
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\xE8\xAF"}}}));          // truncated
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\xE8\x28\x81"}}}));
    EXPECT_TRUE(refused({.fields = {{"chinese_name", "\x80"}}}));
}

TEST(NationalRecord, IsThatOfTheFixtures) {
    // The values are listed in tests/vectors/samv/README.md. The record of kind 'Y' is in FiveStar above.
    EXPECT_EQ(encode({.kind = TextKind::resident,
                      .fields = {{"name", "张三"},
                                 {"sex", "1"},
                                 {"ethnicity", "01"},
                                 {"birth_date", "19491231"},
                                 {"address", "北京市朝阳区样本路1号"},
                                 {"number", "11010519491231002X"},
                                 {"issuing_authority", "北京市公安局朝阳分局"},
                                 {"valid_from", "20200101"},
                                 {"valid_until", "长期"}}}),
              test::read_vector_bytes("samv/text_cn.bin"));
    EXPECT_EQ(encode({.kind = TextKind::hmt_residence_permit,
                      .fields = {{"name", "样本"},
                                 {"sex", "1"},
                                 {"birth_date", "19900101"},
                                 {"address", "广东省深圳市样本路1号"},
                                 {"number", "810000199001010019"},
                                 {"issuing_authority", "深圳市公安局"},
                                 {"valid_from", "20200101"},
                                 {"valid_until", "20250101"},
                                 {"travel_permit_number", "H00000000"},
                                 {"issue_count", "01"}}}),
              test::read_vector_bytes("samv/text_J.bin"));
    EXPECT_EQ(encode({.kind = TextKind::permanent_resident_2017,
                      .fields = {{"latin_name", "ZHENGJIAN,YANGBEN ZHENG JIAN YANG BEN ZHENGJIAN Y"},
                                 {"sex", "2"},
                                 {"number", "PAK310080010103"},
                                 {"nationality", "PAK"},
                                 {"chinese_name", "证件样本证件样本证件样本证件"},
                                 {"valid_from", "20230808"},
                                 {"valid_until", "20330807"},
                                 {"birth_date", "19800101"},
                                 {"card_version", "01"},
                                 {"acceptance_authority", "1500"}}}),
              test::read_vector_bytes("samv/text_I.bin"));
}

/// A copy of `passport` in a temporary directory with one part of its text replaced.
Result<Persona> load_changed(std::string_view from, std::string_view to) {
    const test::TemporaryDirectory directory;
    std::filesystem::copy(data_directory / "personas", directory.path() / "personas");
    std::filesystem::copy(data_directory / "pki", directory.path() / "pki");  // the keys of the chip
    const auto path = directory.path() / "personas/passport.json";
    std::string text{as_text(read_data_file(path).value())};
    text.replace(text.find(from), from.size(), to);
    EXPECT_TRUE(write_data_file(path, as_bytes(text)).has_value());
    return load_persona(directory.path(), "passport");
}

TEST(PersonaFiles, AreReadStrictly) {
    EXPECT_TRUE(load_changed("\"ANNA MARIA\"", "\"ANNE\"").has_value());
    const std::pair<const char*, const char*> broken[] = {
        {"\"profile\"", "\"profil\""},
        {"\"contactless\"", "\"wireless\""},
        {"\"bac\"", "\"pace\""},
        {"\"TD3\"", "\"TD4\""},
        {"384", "-1"},
        {"384", "65536"},
        {"384", "\"384\""},
        {"true", "1"},
        {"\"expiry_date\"", "\"expiry\""},
        {"\"birth_place\"", "\"birthplace\""},
        {"{", "["},
        {"{", "{\"more\": 1,"},
        {"\"specimen-woman.jpg\"", "\"../x\""},
        {"\"SPECIMEN\"", "null"},
        {"\"UTO\"", "5"},
    };
    for (const auto& [from, to] : broken) {
        EXPECT_EQ(load_changed(from, to).error().code, ErrorCode::malformed) << from << " -> " << to;
    }
    EXPECT_EQ(load_changed("specimen-woman", "specimen-other").error().code, ErrorCode::io_failure);
}

TEST(PersonaFiles, AreNamedPlainly) {
    for (const char* name : {"", "../passport", "passport.json", "Passport", "a/b"}) {
        EXPECT_EQ(load_persona(data_directory, name).error().code, ErrorCode::invalid_argument) << name;
    }
    EXPECT_EQ(load_persona(data_directory, "nobody").error().code, ErrorCode::io_failure);
    EXPECT_EQ(persona_names("/proc/none").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::sim
