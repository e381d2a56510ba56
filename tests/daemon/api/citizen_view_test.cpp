// SPDX-License-Identifier: Apache-2.0
// The mapping is docs/API.md's; the people are those of tests/vectors/samv/README.md.
#include "daemon/api/citizen_view.hpp"

#include "identity/china/assemble_sam.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

const ReadLabel label{.id = "0123456789abcdef0123456789abcdef",
                      .client = "hotel",
                      .reader = "front-desk",
                      .reader_name = "Front Desk Reader",
                      .card = "c7"};

ReadOutcome outcome_of(std::string_view kind) {
    const Bytes text = test::read_vector_bytes(std::string{"samv/text_"}.append(kind).append(".bin"));
    ReadOutcome outcome;
    outcome.profile = identity::Profile::sam;
    outcome.record =
        identity::assemble_sam({.text = text, .portrait = Bytes(identity::wlt_size)}, outcome.verification).value();
    return outcome;
}

json::object view_of(const ReadOutcome& outcome, const FieldSet& fields = FieldSet::all()) {
    const auto view = citizen_json(label, outcome, fields);
    EXPECT_TRUE(view);
    return view ? json::parse(view->view()).as_object() : json::object{};
}

json::value citizen_of(std::string_view kind) {
    return view_of(outcome_of(kind)).at("citizen");
}

std::string_view refusal_of(const ReadOutcome& outcome, const FieldSet& fields = FieldSet::all()) {
    const auto view = citizen_json(label, outcome, fields);
    return view ? "none" : to_string(view.error().code);
}

TEST(CitizenView, ShowsACitizen) {
    const json::value citizen = citizen_of("cn");
    EXPECT_EQ(citizen, json::parse(R"({
      "name": "张三", "sex": "male", "ethnicity": "汉", "birth_date": "1949-12-31", "address": "北京市朝阳区样本路1号",
      "number": "11010519491231002X", "issuing_authority": "北京市公安局朝阳分局", "valid_from": "2020-01-01",
      "valid_until": "长期", "portrait": {"media_type": "application/x-wlt", "width": 102, "height": 126,
        "href": "/v1/reads/0123456789abcdef0123456789abcdef/portrait"}})"))
        << json::serialize(citizen);
}

TEST(CitizenView, ShowsAResidentFromHongKongWithoutAnEthnicity) {
    const json::value citizen = citizen_of("J");
    EXPECT_EQ(citizen, json::parse(R"({
      "name": "样本", "sex": "male", "ethnicity": null, "birth_date": "1990-01-01", "address": "广东省深圳市样本路1号",
      "number": "810000199001010019", "issuing_authority": "深圳市公安局", "valid_from": "2020-01-01",
      "valid_until": "2025-01-01", "portrait": {"media_type": "application/x-wlt", "width": 102, "height": 126,
        "href": "/v1/reads/0123456789abcdef0123456789abcdef/portrait"}})"))
        << json::serialize(citizen);
}

TEST(CitizenView, IncludesTheVerification) {
    const json::object view = view_of(outcome_of("cn"));
    EXPECT_EQ(view.at("verification").at("verdict"), "unverified");
    EXPECT_EQ(view.at("id").as_string(), label.id);
    EXPECT_EQ(view.if_contains("record"), nullptr);
}

TEST(CitizenView, RefusesDocumentsOfOthers) {
    // The record of 2023 has its renewal count where a citizen's has the ethnicity, and the name in the address's
    // place.
    EXPECT_EQ(refusal_of(outcome_of("Y")), "not_representable");
    EXPECT_EQ(refusal_of(outcome_of("I")), "not_representable");
    EXPECT_EQ(refusal_of(test::full_outcome()), "not_representable");
    for (const auto type : {identity::DocumentType::passport, identity::DocumentType::identity_card,
                            identity::DocumentType::residence_permit, identity::DocumentType::other}) {
        ReadOutcome outcome = outcome_of("cn");
        outcome.record.document.type = type;
        EXPECT_EQ(refusal_of(outcome), "not_representable") << identity::to_string(type);
    }
}

TEST(CitizenView, ShowsOnlyGrantedFields) {
    const ReadOutcome outcome = outcome_of("cn");
    FieldSet fields;
    EXPECT_EQ(refusal_of(outcome, fields), "not_granted");
    EXPECT_EQ(refusal_of(outcome_of("Y"), fields), "not_granted");  // what it is, is not told by the refusal either
    ASSERT_TRUE(fields.add("document.type"));
    ASSERT_TRUE(fields.add("holder.names.chinese"));
    ASSERT_TRUE(fields.add("document.valid_until"));  // without long_term: 长期 would tell it
    const json::object view = view_of(outcome, fields);
    EXPECT_EQ(view.at("citizen"), json::parse(R"({"name": "张三"})"));
    EXPECT_EQ(view.if_contains("verification"), nullptr);
    ASSERT_TRUE(fields.add("document.long_term"));
    EXPECT_EQ(view_of(outcome, fields).at("citizen"), json::parse(R"({"name": "张三", "valid_until": "长期"})"));
}

}  // namespace
}  // namespace fivestar::daemon
