// SPDX-License-Identifier: Apache-2.0
// Each tampering changes only what it names, compared with the untampered data groups of the same persona.
#include "sim/documents/tampering.hpp"

#include "crypto/tlv/cursor.hpp"
#include "identity/lds/dg1.hpp"
#include "identity/lds/ef_com.hpp"
#include "sim/documents/document.hpp"
#include "tests/support/source_directory.hpp"

#include <bit>
#include <set>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

const std::filesystem::path tampered_data = test::source_directory() / "sim";

class TamperedDocument : public testing::Test {
  protected:
    [[nodiscard]] Document issue(Tampering tampering, std::string_view name = "five-star-2023") const {
        return issue_document(load_persona(tampered_data, name).value(), pki_, tampering, &other_).value();
    }
    const TestPki pki_ = TestPki::load(tampered_data).value();
    const Persona other_ = load_persona(tampered_data, "passport").value();
    const std::map<unsigned, Bytes> sound_ =
        encode_data_groups(load_persona(tampered_data, "five-star-2023").value()).value();
};

int differing_bits(ByteView left, ByteView right) {
    if (left.size() != right.size()) return -1;
    int bits = 0;
    for (std::size_t at = 0; at < left.size(); ++at) bits += std::popcount(static_cast<unsigned>(left[at] ^ right[at]));
    return bits;
}

TEST_F(TamperedDocument, DiffersByOneBit) {
    const std::pair<Tampering, unsigned> flips[] = {{Tampering::bit_in_dg1, 1},
                                                    {Tampering::bit_in_dg2, 2},
                                                    {Tampering::bit_in_dg11, 11},
                                                    {Tampering::bit_in_dg13, 13}};
    for (const auto& [tampering, changed] : flips) {
        const Document document = issue(tampering);
        for (const auto& [number, content] : document.data_groups) {
            EXPECT_EQ(differing_bits(content, sound_.at(number)), number == changed ? 1 : 0) << changed;
        }
    }
}

/// The MRZ stays well-formed after the flipped bit, as a forger would leave it.
TEST_F(TamperedDocument, HasAReadableZone) {
    constexpr std::chrono::year_month_day today{std::chrono::year{2025}, std::chrono::month{6}, std::chrono::day{1}};
    const auto names = persona_names(tampered_data);
    for (const std::string& name : names.value()) {
        const auto mrz = identity::parse_dg1(issue(Tampering::bit_in_dg1, name).data_groups.at(1), today);
        ASSERT_TRUE(mrz.has_value()) << name;
        const bool without_rule = name == "home-return-non-chinese";  // no source states one for its composite
        EXPECT_EQ(mrz->faults, (without_rule ? std::vector{Reason::check_digit_rule_unknown} : std::vector<Reason>{}))
            << name;
    }
}

TEST_F(TamperedDocument, HasFilesOfAnotherPersona) {
    const auto others = encode_data_groups(other_).value();
    EXPECT_EQ(issue(Tampering::dg1_of_another).data_groups.at(1), others.at(1));
    EXPECT_EQ(issue(Tampering::dg2_of_another).data_groups.at(2), others.at(2));
}

std::vector<int> listed(const Document& document) {
    const auto groups = identity::parse_ef_com(document.common).groups;
    return {groups.begin(), groups.end()};
}

TEST_F(TamperedDocument, HasMoreOrFewerFiles) {
    const Document more = issue(Tampering::unlisted_data_group);
    EXPECT_TRUE(more.data_groups.contains(16));
    EXPECT_EQ(listed(more), (std::vector{1, 2, 11, 13, 16}));
    const Document fewer = issue(Tampering::dg15_missing);
    EXPECT_FALSE(fewer.data_groups.contains(15));
    EXPECT_EQ(listed(fewer), (std::vector{1, 2, 11, 13, 15}));
    EXPECT_GT(fewer.security_object.size(), more.security_object.size() + 30);  // one more hash
    EXPECT_EQ(listed(issue(Tampering::absent_group_in_common)), (std::vector{1, 2, 11, 13, 14}));
}

TEST_F(TamperedDocument, AnnouncesTwoGibibytes) {
    const Bytes dg1 = issue(Tampering::gigabyte_header).data_groups.at(1);
    const auto header = tlv::read_header(dg1).value();
    EXPECT_EQ(header.tag, 0x61U);
    EXPECT_EQ(header.value_length, 0x7FFFFFFFU);
}

TEST_F(TamperedDocument, NeedsTheTamperedFile) {
    const Persona passport = load_persona(tampered_data, "passport").value();
    EXPECT_EQ(issue_document(passport, pki_, Tampering::bit_in_dg13).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(issue_document(passport, pki_, Tampering::dg1_of_another).error().code, ErrorCode::invalid_argument);
}

TEST(TamperingProfiles, AreAllDifferent) {
    std::set<std::string_view> names;
    std::set<Tampering> kinds;
    for (const TamperingProfile& profile : tampering_profiles()) {
        EXPECT_TRUE(names.insert(profile.name).second) << profile.name;
        EXPECT_TRUE(kinds.insert(profile.tampering).second) << profile.name;
        const char* const persona = profile.of_chip ? "passport" : "five-star-2023";
        EXPECT_TRUE(load_card(tampered_data, persona, profile.tampering).has_value()) << profile.name;
    }
}

}  // namespace
}  // namespace fivestar::sim
