// SPDX-License-Identifier: Apache-2.0
// The answers are those of the page's library (browser/page/test/vendors.test.ts), for the same person: the one of the
// simulator's persona "resident".
#include "browser/localhost/vendor_answer.hpp"

#include <utility>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

std::expected<Citizen, ReadProblem> resident() {
    Citizen citizen{.view = boost::json::parse(R"({
        "name": "张三样本", "sex": "female", "ethnicity": "汉", "birth_date": "1949-12-31",
        "address": "北京市朝阳区样本路1号", "number": "11010519491231002X", "issuing_authority": "北京市公安局朝阳分局",
        "valid_from": "2020-01-01", "valid_until": "长期"})")};
    citizen.portrait.append("cGljdHVyZQ==");
    return citizen;
}

boost::json::value parsed(const PersonalText& text) {
    return boost::json::parse({text.data(), text.size()});
}

class VendorAnswer : public testing::Test {
  protected:
    [[nodiscard]] boost::json::value answer(VendorForm form, const std::expected<Citizen, ReadProblem>& citizen) const {
        return parsed(read_answer(forms_, form, citizen));
    }
    [[nodiscard]] boost::json::value problem(VendorForm form, const char* code) const {
        return answer(form, std::unexpected{ReadProblem{code, "文"}});
    }
    const VendorForms forms_;
};

TEST_F(VendorAnswer, HasTheMembersOfZkidronline) {
    EXPECT_EQ(answer(VendorForm::zkidronline, resident()), boost::json::parse(R"({"ret": 0, "Certificate": {
        "Name": "张三样本", "Sex": "女", "Nation": "汉", "Birthday": "1949.12.31", "Address": "北京市朝阳区样本路1号",
        "IDNumber": "11010519491231002X", "IDIssued": "北京市公安局朝阳分局", "IssuedData": "2020.01.01",
        "ValidDate": "长期", "Base64Photo": "cGljdHVyZQ=="}})"));
}

TEST_F(VendorAnswer, HasTheMembersOfEst) {
    EXPECT_EQ(answer(VendorForm::est, resident()), boost::json::parse(R"({
        "fun": "EST_Reader_ReadIDCard#", "rCode": "0", "errMsg": "", "name": "张三样本", "sex": "女", "nation": "汉",
        "birth": "19491231", "address": "北京市朝阳区样本路1号", "certNo": "11010519491231002X",
        "department": "北京市公安局朝阳分局", "effectData": "20200101", "expire": "长期",
        "base64Data": "cGljdHVyZQ=="})"));
}

TEST_F(VendorAnswer, HasTheMembersOfCvrNestedAndAtTheTop) {
    const auto value = answer(VendorForm::cvr, resident());
    const auto content = boost::json::parse(R"({
        "partyName": "张三样本", "gender": "女", "nation": "汉", "bornDay": "19491231",
        "certAddress": "北京市朝阳区样本路1号", "certNumber": "11010519491231002X", "certOrg": "北京市公安局朝阳分局",
        "effDate": "20200101", "expDate": "长期", "identityPic": "cGljdHVyZQ=="})");
    EXPECT_EQ(value.at("resultFlag"), 0);
    EXPECT_EQ(value.at("resultContent"), content);
    for (const auto& [name, text] : content.as_object()) EXPECT_EQ(value.at(name), text);
}

TEST_F(VendorAnswer, HasTheCodesOfEachForm) {
    struct Row {
        const char* code;
        int zkidronline;
        const char* est;
        int cvr;
    };
    for (const Row& row : {Row{"no_card", 10, "-2", -11}, Row{"daemon_unreachable", 1, "-1", -1},
                           Row{"deadline_exceeded", 100, "-1", -1}, Row{"not_representable", 30, "-1", -1}}) {
        EXPECT_EQ(problem(VendorForm::zkidronline, row.code).at("ret"), row.zkidronline);
        EXPECT_EQ(problem(VendorForm::est, row.code).at("rCode"), row.est);
        EXPECT_EQ(problem(VendorForm::cvr, row.code).at("resultFlag"), row.cvr);
        EXPECT_EQ(problem(VendorForm::cvr, row.code).at("code"), row.code);
    }
}

TEST_F(VendorAnswer, LeavesOutWhatTheCardDoesNotHave) {
    Citizen citizen{.view = boost::json::parse(R"({"name": "张三样本", "ethnicity": null})")};
    const auto value = answer(VendorForm::est, std::move(citizen));
    EXPECT_EQ(value.at("nation"), "");
    EXPECT_EQ(value.at("certNo"), "");
    EXPECT_EQ(value.at("base64Data"), "");
}

TEST_F(VendorAnswer, KeepsJsonWhateverIsOnTheCard) {
    Citizen citizen{.view = boost::json::parse(R"({"name": "\"\\\u0001</script>"})")};
    EXPECT_EQ(answer(VendorForm::est, std::move(citizen)).at("name"), "\"\\\x01</script>");
}

TEST_F(VendorAnswer, TellsTheVersionAndAStop) {
    const auto plain = [this](VendorForm form, VendorRequest request) {
        return parsed(plain_answer(forms_, form, request));
    };
    EXPECT_EQ(plain(VendorForm::zkidronline, {.act = VendorAct::version}).at("data").at("server_version"), "0.1.0");
    EXPECT_EQ(plain(VendorForm::est, {.act = VendorAct::version, .command = "EST_GetVersion#"}),
              boost::json::parse(R"({"fun": "EST_GetVersion#", "rCode": "0", "errMsg": "0.1.0"})"));
    EXPECT_EQ(plain(VendorForm::est, {.act = VendorAct::stop}).at("rCode"), "1");
    EXPECT_EQ(plain(VendorForm::cvr, {.act = VendorAct::acknowledge}),
              boost::json::parse(R"({"resultFlag": 0, "errorMsg": ""})"));
    EXPECT_EQ(plain(VendorForm::est, {.command = "EST_ReadBankCard#"}).at("rCode"), "-1");
}

}  // namespace
}  // namespace fivestar::browser
