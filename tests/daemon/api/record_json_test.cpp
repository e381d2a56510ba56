// SPDX-License-Identifier: Apache-2.0
// The expected texts are docs/API.md's: its names, their order of meaning, null and absence.
#include "daemon/api/record_json.hpp"

#include "daemon/api/json_text.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"
#include "tests/daemon/policy/field_paths.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::full_outcome;

constexpr std::chrono::year_month_day record_day = 2026y / 1 / 31;

FieldSet fields_named(std::initializer_list<std::string_view> paths) {
    FieldSet set;
    for (const std::string_view path : paths) EXPECT_TRUE(set.add(path)) << path;
    return set;
}

json::value expected(std::string_view text) {
    return json::parse(text);
}

json::value record_of(const identity::IdentityRecord& record, const FieldSet& fields,
                      std::chrono::year_month_day today = record_day, PortraitMember portrait = PortraitMember::shown) {
    JsonWriter json;
    write_record(json, record, "0123456789abcdef0123456789abcdef", fields, today, portrait);
    return json::parse(json.take().view());
}

const ReadLabel read_label{.id = "0123456789abcdef0123456789abcdef",
                           .client = "hotel",
                           .reader = "front-desk",
                           .reader_name = "Front Desk Reader",
                           .card = "c7"};

TEST(RecordJson, ShowsAllFieldsIfAllAreGranted) {
    const json::value record = record_of(full_outcome().record, FieldSet::all(), record_day);
    EXPECT_EQ(record, expected(R"({
      "document": {"type": "permanent_resident_card", "edition": "2023", "issuing_state": "CHN",
        "number": "931586198001010028", "number_masked": "9315…0028", "previous_numbers": ["PAK310080010103"],
        "issuing_authority": {"code": "00", "zh": "国家移民管理局", "en": "National Immigration Administration"},
        "valid_from": "2023-08-08", "valid_until": "2033-08-07", "long_term": false, "currently_valid": true,
        "renewal_count": "00", "travel_permit_number": "C00000000", "issue_count": "01",
        "acceptance_authority": {"code": "1500", "zh": "内蒙古", "en": "Inner Mongolia"}, "card_version": "01"},
      "holder": {"names": {"latin": "SPECIMEN, ZHENGJIAN", "primary": "SPECIMEN", "secondary": "ZHENGJIAN",
          "chinese": "证件样本", "chinese_omitted": 1, "truncated": false},
        "sex": "female", "birth_date": "1980-01-01", "birth_date_printed": "800101",
        "birth_date_century": "assumed", "birth_place": "SPECIMEN TOWN",
        "nationality": "PAK", "ethnicity": {"code": "01", "zh": "汉", "en": "Han"}, "address": "SPECIMEN STREET 1",
        "address_appended": ["SPECIMEN STREET 2"], "personal_number": "SPECIMEN-7",
        "pseudonym": "0123456789abcdef0123456789abcdef", "over_18": true},
      "number": {"kind": "permanent_resident_18", "valid": true, "faults": [],
        "acceptance_place": {"code": "31", "zh": "上海市", "en": "Shanghai"},
        "registration_place": {"code": "11", "zh": "北京市", "en": "Beijing"}, "first_nationality": "PAK",
        "birth_date": "1980-01-01", "birth_date_printed": "800101", "sequence": "002", "sex": "female"},
      "portrait": {"media_type": "image/jpeg", "width": 413, "height": 531,
        "href": "/v1/reads/0123456789abcdef0123456789abcdef/portrait"},
      "raw": {"cn_text": "U1BFQ0lNRU4=", "mrz": ["I<CHN931586198<0010028<<<<<<<<"]},
      "module": {"portrait": "V0xU", "addresses": "QUREUkVTU0VT", "management": "TUFOQUdFTUVOVA=="}})"))
        << json::serialize(record);
}

TEST(RecordJson, AbsentFieldsAreNull) {
    const json::value record = record_of({}, FieldSet::all());
    EXPECT_EQ(record, expected(R"({
      "document": {"type": "other", "edition": null, "issuing_state": null, "number": null, "number_masked": null,
        "previous_numbers": [], "issuing_authority": null, "valid_from": null, "valid_until": null, "long_term": false,
        "currently_valid": null, "renewal_count": null, "travel_permit_number": null, "issue_count": null,
        "acceptance_authority": null, "card_version": null},
      "holder": {"names": {"latin": null, "primary": null, "secondary": null, "chinese": null,
          "chinese_omitted": null, "truncated": false},
        "sex": "unknown", "birth_date": null, "birth_date_printed": null, "birth_date_century": null,
        "birth_place": null, "nationality": null,
        "ethnicity": null, "address": null, "address_appended": [], "personal_number": null,
        "pseudonym": null, "over_18": null},
      "number": null, "portrait": null, "raw": {"cn_text": null, "mrz": []},
      "module": {"portrait": null, "addresses": null, "management": null}})"))
        << json::serialize(record);
}

TEST(RecordJson, PartsOfABrokenNumberAreNull) {
    identity::IdentityRecord record;
    record.number = identity::parse_card_number("12345");
    EXPECT_EQ(record_of(record, fields_named({"number"}), record_day), expected(R"({
      "number": {"kind": null, "valid": false, "faults": ["length"], "acceptance_place": null, "registration_place": null,
        "first_nationality": null, "birth_date": null, "birth_date_printed": null, "sequence": null, "sex": null}})"));
}

TEST(RecordJson, FieldsThatAreNotGrantedAreLeftOut) {
    const auto shown = [outcome = full_outcome()](std::initializer_list<std::string_view> paths) -> json::value {
        return record_of(outcome.record, fields_named(paths), record_day);
    };
    EXPECT_EQ(shown({}), expected("{}"));
    EXPECT_EQ(shown({"verification"}), expected("{}"));
    EXPECT_EQ(shown({"compare.holder.names"}), expected("{}"));
    EXPECT_EQ(shown({"document.number_masked"}), expected(R"({"document": {"number_masked": "9315…0028"}})"));
    EXPECT_EQ(shown({"holder.names.latin"}), expected(R"({"holder": {"names": {"latin": "SPECIMEN, ZHENGJIAN"}}})"));
    EXPECT_EQ(shown({"holder.sex"}), expected(R"({"holder": {"sex": "female"}})"));
    EXPECT_EQ(shown({"number.sex"}), expected(R"({"number": {"sex": "female"}})"));
    EXPECT_EQ(shown({"raw.mrz"}), expected(R"({"raw": {"mrz": ["I<CHN931586198<0010028<<<<<<<<"]}})"));
    EXPECT_EQ(shown({"module.portrait"}), expected(R"({"module": {"portrait": "V0xU"}})"));
}

TEST(RecordJson, EachFieldShowsItselfAlone) {
    const auto outcome = full_outcome();
    for (const std::string_view path : test::field_paths()) {
        if (path == "verification" || path == "evidence") continue;
        const json::value record = record_of(outcome.record, fields_named({path}), record_day);
        const json::value* at = &record;
        for (std::string_view rest = path; !rest.empty();) {
            const std::string_view name = rest.substr(0, rest.find('.'));
            rest.remove_prefix(std::min(rest.size(), name.size() + 1));
            ASSERT_EQ(at->as_object().size(), 1U) << path;
            at = at->as_object().if_contains(name);
            ASSERT_NE(at, nullptr) << path;
        }
        EXPECT_FALSE(at->is_null()) << path;
    }
}

TEST(RecordJson, ShowsTheAgesThatAreGranted) {
    const auto outcome = full_outcome();  // born on 1980-01-01
    EXPECT_EQ(
        record_of(outcome.record, fields_named({"holder.over_18", "holder.over_46", "holder.over_47"}), record_day),
        expected(R"({"holder": {"over_18": true, "over_46": true, "over_47": false}})"));
}

TEST(RecordJson, ValidityDependsOnToday) {
    const auto outcome = full_outcome();  // valid from 2023-08-08 to 2033-08-07
    const auto valid_on = [&](std::chrono::year_month_day day) {
        const json::value record = record_of(outcome.record, fields_named({"document.currently_valid"}), day);
        return record.at("document").at("currently_valid").as_bool();
    };
    EXPECT_FALSE(valid_on(2023y / 8 / 7));
    EXPECT_TRUE(valid_on(2023y / 8 / 8));
    EXPECT_TRUE(valid_on(2033y / 8 / 7));
    EXPECT_FALSE(valid_on(2033y / 8 / 8));
}

TEST(RecordJson, ThePortraitIsLeftOutBeforeItIsRead) {
    const auto outcome = full_outcome();
    const auto record = record_of(outcome.record, FieldSet::all(), record_day, PortraitMember::left_out);
    EXPECT_EQ(record.as_object().if_contains("portrait"), nullptr);
    EXPECT_NE(record.as_object().if_contains("raw"), nullptr);
}

TEST(ReadJson, ShowsLabelsAndVerification) {
    auto outcome = full_outcome();
    outcome.verification[identity::CheckName::revocation].report(Reason::no_crl);
    outcome.verification.sam_id = "05.03-SPECIMEN";
    const json::value read =
        json::parse(read_json(read_label, outcome, fields_named({"holder.sex", "verification"}), record_day).view());
    EXPECT_EQ(read, expected(R"({
      "id": "0123456789abcdef0123456789abcdef", "card": "c7", "reader": "front-desk", "read_at": "2026-01-31T12:30:45Z",
      "profile": "lds", "record": {"holder": {"sex": "female"}},
      "verification": {"verdict": "genuine", "sam_id": "05.03-SPECIMEN", "checks": [
        {"name": "access", "outcome": "passed", "method": "bac", "reason": null, "findings": []},
        {"name": "data_group_hashes", "outcome": "passed", "method": null, "reason": null, "findings": [], "data_groups": [1, 2, 11, 13]},
        {"name": "signature", "outcome": "passed", "method": null, "reason": null, "findings": []},
        {"name": "certificate_chain", "outcome": "passed", "method": null, "reason": null, "findings": []},
        {"name": "certificate_validity", "outcome": "passed", "method": null, "reason": null, "findings": [], "at_signing": "passed"},
        {"name": "revocation", "outcome": "not_performed", "method": null, "reason": "no_crl", "findings": ["no_crl"]},
        {"name": "algorithm_policy", "outcome": "passed", "method": null, "reason": null, "findings": []},
        {"name": "chip_authenticity", "outcome": "passed", "method": null, "reason": null, "findings": []},
        {"name": "number_check_digit", "outcome": "passed", "method": null, "reason": null, "findings": []},
        {"name": "mrz_check_digits", "outcome": "passed", "method": null, "reason": null, "findings": []},
        {"name": "record_consistency", "outcome": "passed", "method": null, "reason": null, "findings": []}]},
      "steps": [{"name": "select_application", "outcome": "passed", "sw": "9000", "milliseconds": 3.123},
                {"name": "verify", "outcome": "passed", "sw": null, "milliseconds": 0.5}],
      "timing": {"total_milliseconds": 812.5, "card_milliseconds": 790.25, "exchanges": 16, "bytes": 17000}})"))
        << json::serialize(read);
}

TEST(ReadJson, VerificationIsAFieldToGrant) {
    const Utf8Text text = read_json(read_label, full_outcome(), fields_named({"holder.sex"}), record_day);
    const json::object read = json::parse(text.view()).as_object();
    EXPECT_EQ(read.if_contains("verification"), nullptr);
}

TEST(ReadJson, ListsChecksThatWereNotPerformed) {
    JsonWriter text;
    text.object([&] { write_verification_members(text, identity::Verification{}, identity::Verdict::unverified); });
    const json::value read = json::parse(text.take().view());
    EXPECT_EQ(read.at("checks").as_array().size(), identity::check_count);
    EXPECT_EQ(read.at("verdict"), "unverified");
    EXPECT_TRUE(read.at("sam_id").is_null());
    EXPECT_TRUE(read.at("checks").at(4).at("at_signing").is_null());
    const json::array& checks = read.at("checks").as_array();
    for (const json::value& check : checks) EXPECT_EQ(check.at("outcome"), "not_performed");
}

TEST(ReadJson, ItsTextIsJson) {
    const auto parsed = parse_json(read_json(read_label, full_outcome(), FieldSet::all(), record_day).view());
    ASSERT_TRUE(parsed);
    EXPECT_EQ(json::parse(json::serialize(*parsed)), *parsed);
}

}  // namespace
}  // namespace fivestar::daemon
