// SPDX-License-Identifier: Apache-2.0
// Sets of fields, by the paths of the record in docs/API.md.
#include "daemon/policy/field_set.hpp"

#include "tests/daemon/policy/field_paths.hpp"

#include <set>
#include <string_view>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::FieldSet;
using daemon::RecordField;
using testing::ElementsAre;
using testing::IsEmpty;

FieldSet set_of(std::initializer_list<std::string_view> paths) {
    FieldSet set;
    for (const std::string_view path : paths) EXPECT_TRUE(set.add(path)) << path;
    return set;
}

FieldSet without(FieldSet set, RecordField field) {
    set.remove(field);
    return set;
}

TEST(FieldSet, HoldsEachFieldAloneAndNoOther) {
    const auto schema = field_paths();
    ASSERT_EQ(std::set<std::string_view>(schema.begin(), schema.end()).size(), identity::record_field_count);
    for (const std::string_view field : schema) {
        const FieldSet set = set_of({field});
        for (const std::string_view other : schema) EXPECT_EQ(set.contains(other), other == field) << field << other;
        for (const std::string_view other : schema) {
            EXPECT_EQ(set.contains(*identity::record_field_paths.find(other)), other == field) << field << other;
        }
    }
}

TEST(FieldSet, AParentStandsForItsFields) {
    for (const std::string_view path : {"holder.names", "holder.names.*"}) {
        const FieldSet names = set_of({path});
        for (const std::string_view part :
             {"latin", "primary", "secondary", "chinese", "chinese_omitted", "truncated"}) {
            EXPECT_TRUE(names.contains("holder.names." + std::string{part}));
        }
        EXPECT_TRUE(names.contains("holder.names"));
        EXPECT_FALSE(names.contains("holder"));
        EXPECT_FALSE(names.contains("holder.sex"));
        EXPECT_TRUE(names.touches("holder"));
        EXPECT_FALSE(names.touches("document"));
    }
    EXPECT_TRUE(set_of({"document.*"}).contains("document.number"));
    EXPECT_FALSE(set_of({"document.number"}).contains("document.number_masked"))
        << "document.number is not the parent of document.number_masked";
    EXPECT_FALSE(set_of({"holder.birth_date"}).contains("holder.birth_date_printed"));
}

TEST(FieldSet, NamesItsMembers) {
    EXPECT_THAT(FieldSet{}.leaves(), IsEmpty());
    EXPECT_EQ(FieldSet{}.summary(), "");
    const FieldSet some = set_of({"raw", "holder.names.latin", "holder.over_18", "holder.over_21", "document.number",
                                  "compare.holder.names", "compare.raw"});
    EXPECT_THAT(some.leaves(), ElementsAre("document.number", "holder.names.latin", "raw.cn_text", "raw.mrz",
                                           "holder.over_18", "holder.over_21", "compare.holder.names.primary",
                                           "compare.holder.names.secondary", "compare.holder.names.chinese",
                                           "compare.holder.names.chinese_omitted", "compare.holder.names.truncated"));
    EXPECT_EQ(some.summary(),
              "document.number,holder.names.latin,raw,holder.over_18,holder.over_21,compare.holder.names.primary,"
              "compare.holder.names.secondary,compare.holder.names.chinese,compare.holder.names.chinese_omitted,"
              "compare.holder.names.truncated");
    EXPECT_EQ(set_of({"holder.names", "holder.sex"}).summary(), "holder.names,holder.sex");
    EXPECT_EQ(set_of({"document", "holder", "evidence"}).summary(), "document,holder,evidence");
    EXPECT_EQ(set_of({"compare.holder.names"}).summary(), "compare.holder.names");
    EXPECT_EQ(set_of({"compare"}).summary(), "compare");
    EXPECT_EQ(FieldSet::all().summary(), "*");
    EXPECT_EQ(FieldSet::all().leaves().size(), identity::record_field_count + 1) << "all fields and the default age";
    EXPECT_EQ(without(FieldSet::all(), RecordField::evidence).summary(),
              "document,holder,number,portrait,raw,module,verification,holder.over_18");
    for (const std::string_view field : field_paths()) {
        const FieldSet one = set_of({field});
        EXPECT_THAT(one.leaves(), ElementsAre(field));
        FieldSet again;
        EXPECT_TRUE(again.add(one.summary()));
        EXPECT_EQ(again, one) << "the summary as a path names the same set";
    }
}

TEST(FieldSet, TouchesARangeOfFields) {
    const FieldSet set = set_of({"holder.sex", "compare.document", "holder.over_18"});
    EXPECT_TRUE(set.touches(RecordField::holder_names_latin, RecordField::holder_pseudonym));
    EXPECT_TRUE(set.touches(RecordField::holder_sex, RecordField::holder_sex));
    EXPECT_FALSE(set.touches(RecordField::holder_names_latin, RecordField::holder_names_truncated));
    EXPECT_FALSE(set.touches(RecordField::document_type, RecordField::document_card_version)) << "only compared";
}

TEST(FieldSet, RemovesAField) {
    EXPECT_EQ(without(set_of({"raw", "portrait"}), RecordField::portrait), set_of({"raw"}));
    EXPECT_EQ(without(set_of({"raw"}), RecordField::portrait), set_of({"raw"}));
    EXPECT_EQ(without(set_of({"raw"}), RecordField::raw_mrz), set_of({"raw.cn_text"}));
    EXPECT_FALSE(without(FieldSet::all(), RecordField::evidence).contains("evidence"));
    EXPECT_FALSE(without(FieldSet::all(), RecordField::evidence).touches("compare.evidence"));
    EXPECT_TRUE(without(FieldSet::all(), RecordField::evidence).includes(set_of({"holder.over_21", "verification"})));
}

TEST(FieldSet, AGlobMatchesSegmentBySegment) {
    const auto all_of = [](std::initializer_list<std::string_view> paths) { return set_of(paths); };
    EXPECT_EQ(set_of({"document.valid_*"}), all_of({"document.valid_from", "document.valid_until"}));
    EXPECT_EQ(set_of({"*.birth_date"}), all_of({"holder.birth_date", "number.birth_date"}));
    EXPECT_EQ(set_of({"holder.*.latin"}), all_of({"holder.names.latin"}));
    EXPECT_EQ(set_of({"holder.name?"}), all_of({"holder.names"}));
    EXPECT_EQ(set_of({"h*"}), all_of({"holder"}));
    EXPECT_EQ(set_of({"*.*"}), all_of({"document", "holder", "number", "raw", "module"}));
    EXPECT_EQ(set_of({"holder.*na*"}), all_of({"holder.names", "holder.nationality", "holder.personal_number"}));
    EXPECT_FALSE(set_of({"document.num*"}).contains("document.previous_numbers"));
    EXPECT_TRUE(set_of({"compare.*.birth_date"}).contains("compare.holder.birth_date"));
    EXPECT_FALSE(set_of({"compare.*.birth_date"}).contains("holder.birth_date"));
    EXPECT_THAT(set_of({"h*", "*.*"}).ages(), IsEmpty()) << "globs add no ages";
    FieldSet costly;
    EXPECT_FALSE(costly.add("holder.*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a"));
    EXPECT_FALSE(costly.add(std::string(65, '*')));
}

TEST(FieldSet, ContainsAParentOnlyWithAllItsFields) {
    const FieldSet some = set_of({"raw.mrz"});
    EXPECT_FALSE(some.contains("raw"));
    EXPECT_TRUE(some.touches("raw"));
    EXPECT_TRUE(set_of({"raw.mrz", "raw.cn_text"}).contains("raw"));
}

TEST(FieldSet, AnAgeMustBeNamed) {
    const FieldSet adult = set_of({"holder.over_18"});
    EXPECT_TRUE(adult.contains("holder.over_18"));
    EXPECT_FALSE(adult.contains("holder.over_21"));
    EXPECT_FALSE(adult.contains("holder.birth_date"));
    EXPECT_TRUE(adult.touches("holder"));
    EXPECT_THAT(adult.ages(), ElementsAre(18));
    EXPECT_THAT(set_of({"holder.over_65", "holder.over_18"}).ages(), ElementsAre(18, 65));
    EXPECT_FALSE(set_of({"holder"}).contains("holder.over_18"));
    EXPECT_THAT(set_of({"holder.*"}).ages(), IsEmpty());
    EXPECT_TRUE(FieldSet::all().contains("holder.over_150"));
    EXPECT_THAT(FieldSet::all().ages(), ElementsAre(18));
}

TEST(FieldSet, RefusesUnknownPaths) {
    for (const std::string_view path : {"",
                                        ".",
                                        "*.",
                                        ".*",
                                        "*.*.*.*",
                                        "holder.",
                                        ".holder",
                                        "holder.name",
                                        "holder..names",
                                        "holder.names.",
                                        "holder.names.latin.x",
                                        "holder.*.date",
                                        "holder.?",
                                        "*[a-z]",
                                        "holder.over_*",
                                        "holder.over_1?",
                                        "names",
                                        "HOLDER",
                                        "holder ",
                                        "holder.over_",
                                        "holder.over_0",
                                        "holder.over_018",
                                        "holder.over_151",
                                        "holder.over_18x",
                                        "holder.over_-1",
                                        "holder.over_99999999999",
                                        "compare.",
                                        "compare.x",
                                        "compare.compare.holder",
                                        "verification.checks",
                                        "portrait.*",
                                        "document.number.*",
                                        "record.holder"}) {
        FieldSet set;
        EXPECT_FALSE(set.add(path)) << path;
        EXPECT_TRUE(set.empty()) << path;
        EXPECT_FALSE(FieldSet::all().contains(path)) << path;
        EXPECT_FALSE(FieldSet::all().touches(path)) << path;
    }
}

TEST(FieldSet, ShownFieldsMayBeComparedButNotTheReverse) {
    const FieldSet shown = set_of({"holder.birth_date"});
    EXPECT_TRUE(shown.contains("compare.holder.birth_date"));
    EXPECT_FALSE(shown.contains("compare.holder.sex"));
    const FieldSet compared = set_of({"compare.holder.birth_date", "compare.document"});
    EXPECT_TRUE(compared.contains("compare.holder.birth_date"));
    EXPECT_TRUE(compared.contains("compare.document.number"));
    EXPECT_FALSE(compared.contains("holder.birth_date"));
    EXPECT_FALSE(compared.touches("holder"));
    EXPECT_TRUE(compared.touches("compare.holder"));
    EXPECT_FALSE(compared.empty());
    EXPECT_TRUE(set_of({"compare"}).contains("compare.holder.names"));
    EXPECT_FALSE(set_of({"compare"}).contains("holder.names"));
}

TEST(FieldSet, IncludesSubsets) {
    const FieldSet grant = set_of({"document", "holder.names", "holder.over_18"});
    EXPECT_TRUE(grant.includes(set_of({"document.number", "holder.names.latin"})));
    EXPECT_TRUE(grant.includes(set_of({"holder.over_18"})));
    EXPECT_TRUE(grant.includes(FieldSet{}));
    EXPECT_FALSE(grant.includes(set_of({"holder.over_19"})));
    EXPECT_FALSE(grant.includes(set_of({"holder"})));
    EXPECT_FALSE(grant.includes(FieldSet::all()));
    EXPECT_TRUE(FieldSet::all().includes(grant));
    EXPECT_FALSE(set_of({"holder.over_18"}).includes(FieldSet::all()));
}

TEST(FieldSet, IntersectsSets) {
    const FieldSet grant = set_of({"document", "holder.over_18", "holder.over_21"});
    EXPECT_EQ(grant.intersected_with(FieldSet::all()), grant);
    EXPECT_EQ(FieldSet::all().intersected_with(grant), grant);
    EXPECT_EQ(grant.intersected_with(set_of({"document.number", "holder", "holder.over_21"})),
              set_of({"document.number", "holder.over_21"}));
    EXPECT_TRUE(grant.intersected_with(set_of({"holder.sex"})).empty());
    EXPECT_EQ(FieldSet::all().intersected_with(FieldSet::all()), FieldSet::all());
}

}  // namespace
}  // namespace fivestar::test
