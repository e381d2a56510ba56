// SPDX-License-Identifier: Apache-2.0
// Evidence shows what its reader is granted.
#include "daemon/api/evidence_json.hpp"

#include "tests/daemon/api/written_evidence.hpp"
#include "tests/daemon/reading/sam_reader.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using enum identity::CheckName;

const std::string passport = "passport";  // chip authentication and active authentication

/// Which groups' octets are written down for these fields.
std::vector<int> shown_with(const identity::Evidence& evidence, const std::vector<std::string_view>& paths) {
    daemon::FieldSet fields;
    for (const std::string_view path : paths) EXPECT_TRUE(fields.add(path)) << path;
    std::vector<int> numbers;
    const auto read_back = cli::parse_statement(daemon::evidence_statement(evidence, fields).view());
    for (const identity::EvidenceGroup& group : read_back->groups) {
        EXPECT_FALSE(group.digest.empty());
        if (group.octets) numbers.push_back(group.number);
    }
    return numbers;
}

TEST(WrittenEvidence, HasOnlyFilesOfWhichEverythingIsGranted) {
    SimulatedCard card{passport};
    const auto outcome = card.read(evidence_order(passport), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    const identity::Evidence& evidence = *outcome->evidence;
    using testing::ElementsAre;
    EXPECT_THAT(shown_with(evidence, {"evidence"}), ElementsAre(14, 15));
    EXPECT_THAT(shown_with(evidence, {"evidence", "document", "holder"}), ElementsAre(14, 15));
    EXPECT_THAT(shown_with(evidence, {"evidence", "raw.mrz"}), ElementsAre(1, 14, 15));
    EXPECT_THAT(shown_with(evidence, {"evidence", "portrait"}), ElementsAre(2, 14, 15));
    EXPECT_THAT(shown_with(evidence, {"*"}), ElementsAre(1, 2, 11, 12, 14, 15));
}

TEST(WrittenEvidence, OfAModuleHasItsTextOnlyIfThatIsGranted) {
    SamReader reader;
    daemon::ReadRequest order;
    order.evidence = true;
    const auto outcome = reader.read(order);
    ASSERT_EQ(summary(outcome), "genuine");
    daemon::FieldSet fields;
    ASSERT_TRUE(fields.add("holder") && fields.add("evidence"));
    const auto without = cli::parse_statement(daemon::evidence_statement(*outcome->evidence, fields).view());
    ASSERT_TRUE(without && without->module);
    EXPECT_FALSE(without->module->text.has_value());
    ASSERT_TRUE(fields.add("raw.cn_text"));
    const auto with = cli::parse_statement(daemon::evidence_statement(*outcome->evidence, fields).view());
    ASSERT_TRUE(with && with->module);
    EXPECT_TRUE(with->module->text.has_value());
}

}  // namespace
}  // namespace fivestar::test
