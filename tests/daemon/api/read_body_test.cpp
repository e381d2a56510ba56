// SPDX-License-Identifier: Apache-2.0
// The access keys' expected values are the worked example of ICAO Doc 9303-11 Appendix D.2 and its lines.
#include "daemon/api/read_body.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using identity::CheckName;

std::expected<ReadBody, Problem> parse(std::string_view body) {
    return parse_read_body(body);
}

void expect_problem(std::string_view body, ProblemCode code, std::string_view field) {
    const auto request = parse(body);
    ASSERT_FALSE(request) << body;
    EXPECT_EQ(to_string(request.error().code), to_string(code)) << body;
    EXPECT_EQ(request.error().field, field) << body;
}

TEST(ReadBody, AnEmptyBodyHasAllDefaults) {
    for (const char* body : {"", "{}", " { } "}) {
        const auto request = parse(body);
        ASSERT_TRUE(request) << body;
        EXPECT_EQ(request->selection.reader, "");
        EXPECT_EQ(request->selection.card, "");
        EXPECT_EQ(request->selection.wait_for, WaitFor::present);
        EXPECT_EQ(request->selection.wait, 0s);
        EXPECT_FALSE(request->access.can);
        EXPECT_FALSE(request->access.mrz_information);
        EXPECT_FALSE(request->fields);
        EXPECT_TRUE(request->require.empty());
        EXPECT_FALSE(request->evidence);
    }
}

TEST(ReadBody, ParsesTheExampleOfTheContract) {
    const auto request = parse(R"({"reader": "front-desk", "card": "c7", "wait_for": "next", "wait_seconds": 30,
        "access": {"can": "123456"}, "fields": ["holder.names", "document.number", "portrait"],
        "require": ["signature", "chip_authenticity"], "evidence": true})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->selection.reader, "front-desk");
    EXPECT_EQ(request->selection.card, "c7");
    EXPECT_EQ(request->selection.wait_for, WaitFor::next);
    EXPECT_EQ(request->selection.wait, 30s);
    ASSERT_TRUE(request->access.can);
    EXPECT_EQ(request->access.can->view(), "123456");
    EXPECT_EQ(request->fields, (std::vector<std::string>{"holder.names", "document.number", "portrait"}));
    EXPECT_EQ(request->require, (std::vector<CheckName>{CheckName::signature, CheckName::chip_authenticity}));
    EXPECT_TRUE(request->evidence);
}

TEST(ReadBody, AcceptsWhatSerializersWrite) {
    // pb33f/libopenapi-validator#319: JSON Schema's integers include 1.0. quarkiverse/quarkus-openapi-generator#633:
    // options without a value are written as null. Badgerati/Pode#1604: a byte order mark.
    for (const char* body : {R"({"wait_seconds": 1.0})", R"({"wait_seconds": 10e-1})",
                             R"({"wait_seconds": 1, "fields": null})", "\xEF\xBB\xBF{\"wait_seconds\":1}"}) {
        const auto request = parse(body);
        ASSERT_TRUE(request) << body;
        EXPECT_EQ(request->selection.wait, 1s) << body;
        EXPECT_FALSE(request->fields) << body;
    }
    const auto absent = parse(R"({"reader": null, "card": null, "wait_for": null, "wait_seconds": 0.0,
        "access": {"can": "123456", "mrz": null, "document_number": null}, "fields": null, "require": null,
        "evidence": null})");
    ASSERT_TRUE(absent);
    EXPECT_EQ(absent->selection.reader, "");
    EXPECT_EQ(absent->selection.card, "");
    EXPECT_EQ(absent->selection.wait_for, WaitFor::present);
    EXPECT_EQ(absent->selection.wait, 0s);
    ASSERT_TRUE(absent->access.can);
    EXPECT_EQ(absent->access.can->view(), "123456");
    EXPECT_FALSE(absent->access.mrz_information);
    EXPECT_FALSE(absent->fields);
    EXPECT_TRUE(absent->require.empty());
    EXPECT_FALSE(absent->evidence);
    const auto no_key = parse(R"({"access": null})");
    ASSERT_TRUE(no_key);
    EXPECT_FALSE(no_key->access.can);
    EXPECT_TRUE(parse("\xEF\xBB\xBF")) << "an empty body in a file of Windows";
}

TEST(ReadBody, RefusesNullForAValueInAList) {
    expect_problem(R"({"require":[null]})", ProblemCode::bad_request, "require");
    expect_problem(R"({"fields":[null]})", ProblemCode::bad_request, "fields");
    expect_problem(R"({"access":{"mrz":[null]}})", ProblemCode::bad_request, "access.mrz");
    expect_problem(R"({"colour":null})", ProblemCode::bad_request, "colour");
    expect_problem(R"({"access":{"pin":null}})", ProblemCode::bad_request, "access.pin");
    expect_problem(R"({"access":{"can":null,"mrz":null}})", ProblemCode::bad_access_key, "access");
}

TEST(ReadBody, AcceptsAnMrzInEveryForm) {
    // Doc 9303-11 Appendix D.2: MRZ_information L898902C<369080619406236
    for (const char* body :
         {R"({"access":{"mrz":["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<","L898902C<3UTO6908061F9406236<<<<<<<8"]}})",
          R"({"access":{"mrz":"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\r\nL898902C<3UTO6908061F9406236<<<<<<<8\n"}})",
          R"({"access":{"document_number":"L898902C","birth_date":"1969-08-06","expiry_date":"1994-06-23"}})",
          R"({"access":{"document_number":"l898902c<","birth_date":"690806","expiry_date":"940623"}})"}) {
        const auto request = parse(body);
        ASSERT_TRUE(request) << body << to_string(request.error().code) << request.error().field;
        ASSERT_TRUE(request->access.mrz_information) << body;
        EXPECT_EQ(request->access.mrz_information->view(), "L898902C<369080619406236") << body;
        EXPECT_FALSE(request->access.can);
    }
}

TEST(ReadBody, AcceptsWrongCheckDigits) {
    const auto request =
        parse(R"({"access":{"mrz":["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<","L898902C<0UTO6908060F9406230<<<<<<<0"]}})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->access.mrz_information->view(), "L898902C<369080619406236");
}

TEST(ReadBody, RefusesAllButObjects) {
    for (const char* body : {"[]", "null", "1", "\"x\"", "{", "{} x", "{\"card\":\"a\",\"card\":\"b\"}", "\xFF",
                             "{'a':1}", "{\"card\":\"\xC3\x28\"}", "//", "{\"card\":\"c\",}"}) {
        expect_problem(body, ProblemCode::bad_request, "");
    }
}

TEST(ReadBody, DistinguishesMalformedJsonFromOtherValues) {
    const auto told = [](const char* body) {
        const auto request = parse_read_body(body);
        return request ? std::string{} : std::string{request.error().detail.en};
    };
    EXPECT_EQ(told("[]"), "A JSON object is expected.");
    for (const char* body : {"{\"card\":\"c\",}", "reader=desk", "{\"card\":\"a\",\"card\":\"b\"}", "\xFF"}) {
        EXPECT_EQ(told(body), "The body is not JSON in UTF-8, or names a member twice.") << body;
    }
}

TEST(ReadBody, NamesTheMemberThatIsWrong) {
    constexpr auto bad = ProblemCode::bad_request;
    expect_problem(R"({"reader":7})", bad, "reader");
    expect_problem(R"({"reader":""})", bad, "reader");
    expect_problem(R"({"reader":")" + std::string(257, 'a') + R"("})", bad, "reader");
    expect_problem(R"({"card":["c7"]})", bad, "card");
    expect_problem(R"({"wait_for":"soon"})", bad, "wait_for");
    expect_problem(R"({"wait_for":1})", bad, "wait_for");
    expect_problem(R"({"wait_seconds":-1})", bad, "wait_seconds");
    expect_problem(R"({"wait_seconds":121})", bad, "wait_seconds");
    expect_problem(R"({"wait_seconds":1.5})", bad, "wait_seconds");
    expect_problem(R"({"wait_seconds":"1"})", bad, "wait_seconds");
    expect_problem(R"({"wait_seconds":18446744073709551615})", bad, "wait_seconds");
    expect_problem(R"({"wait_seconds":1e400})", bad, "wait_seconds");
    expect_problem(R"({"fields":"portrait"})", bad, "fields");
    expect_problem(R"({"fields":[1]})", bad, "fields");
    expect_problem(R"({"fields":["holder.shoe_size"]})", bad, "fields");
    expect_problem(R"({"fields":["holder.over_"]})", bad, "fields");
    expect_problem(R"({"fields":["compare.holder.shoe_size"]})", bad, "fields");
    expect_problem(R"({"require":["luck"]})", bad, "require");
    expect_problem(R"({"require":{}})", bad, "require");
    expect_problem(R"({"evidence":1})", bad, "evidence");
    expect_problem(R"({"access":"123456"})", bad, "access");
    expect_problem(R"({"access":{"pin":"1234"}})", bad, "access.pin");
    expect_problem(R"({"access":{"can":123456}})", bad, "access.can");
    expect_problem(R"({"access":{"mrz":5}})", bad, "access.mrz");
    expect_problem(R"({"access":{"mrz":["A",5]}})", bad, "access.mrz");
    expect_problem(R"({"access":{"document_number":1,"birth_date":"690806","expiry_date":"940623"}})", bad,
                   "access.document_number");
    expect_problem(R"({"colour":"red"})", bad, "colour");
}

TEST(ReadBody, DoesNotRepeatAnUnknownNameThatMayBeAValue) {
    expect_problem(R"({"123456":true})", ProblemCode::bad_request, "");
    expect_problem(R"({"P<UTOERIKSSON":true})", ProblemCode::bad_request, "");
    expect_problem("{\"" + std::string(65, 'a') + "\":1}", ProblemCode::bad_request, "");
    expect_problem(R"({"access":{"123456":1}})", ProblemCode::bad_request, "access.");
}

TEST(ReadBody, RefusesKeysThatNoCardCanHave) {
    constexpr auto bad = ProblemCode::bad_access_key;
    expect_problem(R"({"access":{}})", bad, "access");
    expect_problem(R"({"access":{"can":"123456","mrz":"x"}})", bad, "access");
    expect_problem(R"({"access":{"can":"12345"}})", bad, "access.can");
    expect_problem(R"({"access":{"can":"1234567"}})", bad, "access.can");
    expect_problem(R"({"access":{"can":"12345x"}})", bad, "access.can");
    expect_problem(R"({"access":{"mrz":""}})", bad, "access.mrz");
    expect_problem(R"({"access":{"mrz":[]}})", bad, "access.mrz");
    expect_problem(R"({"access":{"mrz":"I<UTO"}})", bad, "access.mrz");
    expect_problem(R"({"access":{"mrz":"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<L898902C<3UTO69O8O61F9406236<<<<<<<8"}})",
                   bad, "access.mrz");
    expect_problem(R"({"access":{"document_number":"L898902C","birth_date":"1969-08-06"}})", bad, "access.expiry_date");
    expect_problem(R"({"access":{"birth_date":"1969-08-06","expiry_date":"1994-06-23"}})", bad,
                   "access.document_number");
    expect_problem(R"({"access":{"document_number":"L/1","birth_date":"690806","expiry_date":"940623"}})", bad,
                   "access.document_number");
    expect_problem(R"({"access":{"document_number":"L8","birth_date":"1969-02-30","expiry_date":"940623"}})", bad,
                   "access.birth_date");
    expect_problem(R"({"access":{"document_number":"L8","birth_date":"690806","expiry_date":"tomorrow"}})", bad,
                   "access.expiry_date");
}

TEST(ReadBody, SurvivesHostileBodies) {
    std::string deep = R"({"access":)";
    for (int level = 0; level < 1000; ++level) deep += '[';
    expect_problem(deep, ProblemCode::bad_request, "");
    std::string lines = R"({"access":{"mrz":["A")";
    for (int line = 0; line < 10000; ++line) lines += R"(,"<")";
    expect_problem(lines + "]}}", ProblemCode::bad_access_key, "access.mrz");
    expect_problem(std::string("{\"card\":\"a\0b\"}", 14), ProblemCode::bad_request, "");
}

// The fields that the client may see.

Grants grants_of(std::initializer_list<std::string_view> paths) {
    Grants grants;
    for (const std::string_view path : paths) EXPECT_TRUE(grants.fields.add(path)) << path;
    return grants;
}

FieldSet fields(std::initializer_list<std::string_view> paths) {
    return grants_of(paths).fields;
}

TEST(FieldsOf, AbsentMeansAllThatIsGranted) {
    const Grants grants = grants_of({"holder.names", "verification"});
    EXPECT_EQ(fields_of(*parse("{}"), grants), grants.fields);
}

TEST(FieldsOf, NarrowTheRecordButNotTheVerdict) {
    const Grants grants = grants_of({"holder", "document", "holder.over_21", "verification"});
    const auto shown = fields_of(*parse(R"({"fields":["holder.names.latin","holder.over_21"]})"), grants);
    ASSERT_TRUE(shown);
    EXPECT_EQ(*shown, fields({"holder.names.latin", "holder.over_21", "verification"}));
    EXPECT_EQ(*fields_of(*parse(R"({"fields":[]})"), grants), fields({"verification"}));
    EXPECT_FALSE(fields_of(*parse(R"({"fields":["holder.names"]})"), grants_of({"holder"}))->contains("verification"));
}

TEST(FieldsOf, MayNarrowTheComparedFields) {
    const Grants grants = grants_of({"compare.holder", "holder.sex"});
    const auto wanted = fields_of(*parse(R"({"fields":["compare.holder.names"]})"), grants);
    ASSERT_TRUE(wanted);
    EXPECT_EQ(*wanted, fields({"compare.holder.names"}));
    EXPECT_TRUE(fields_of(*parse(R"({"fields":["compare.holder.sex"]})"), grants)) << "what is shown may be compared";
    EXPECT_EQ(fields_of(*parse(R"({"fields":["holder.names"]})"), grants).error().field, "holder.names");
    EXPECT_EQ(fields_of(*parse(R"({"fields":["compare.document"]})"), grants).error().field, "compare.document");
}

TEST(FieldsOf, NameTheFieldThatIsNotGranted) {
    const Grants grants = grants_of({"holder.names", "holder.over_18"});
    const auto refused = [&](std::string_view body) {
        const auto shown = fields_of(*parse(body), grants);
        EXPECT_FALSE(shown) << body;
        EXPECT_EQ(shown.error().code, ProblemCode::not_granted) << body;
        return shown.error().field;
    };
    EXPECT_EQ(refused(R"({"fields":["holder.names","holder.address"]})"), "holder.address");
    EXPECT_EQ(refused(R"({"fields":["holder"]})"), "holder");
    EXPECT_EQ(refused(R"({"fields":["holder.over_21"]})"), "holder.over_21");
    EXPECT_EQ(refused(R"({"fields":["*"]})"), "*");
    EXPECT_EQ(refused(R"({"require":["signature"]})"), "verification");
    EXPECT_EQ(refused(R"({"evidence":true})"), "evidence");
}

TEST(FieldsOf, IncludeEvidenceIfItIsRequested) {
    const auto narrowed =
        fields_of(*parse(R"({"evidence":true,"fields":["holder.names"]})"), grants_of({"holder", "evidence"}));
    ASSERT_TRUE(narrowed);
    EXPECT_EQ(*narrowed, fields({"holder.names", "evidence"}));
    EXPECT_FALSE(
        fields_of(*parse(R"({"fields":["holder.names"]})"), grants_of({"holder", "evidence"}))->contains("evidence"));
}

}  // namespace
}  // namespace fivestar::daemon
