// SPDX-License-Identifier: Apache-2.0
// Targets and commands as public pages of three vendors' readers write them.
#include "browser/localhost/vendor_request.hpp"

#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

VendorAct act_of(VendorForm form, std::string_view target) {
    const auto request = parse_target(form, target);
    EXPECT_TRUE(request) << target;
    return request ? request->act : VendorAct::unknown;
}

TEST(VendorRequest, KnowsTheTargetsOfEachForm) {
    constexpr auto zk = VendorForm::zkidronline;
    EXPECT_EQ(act_of(zk, "/ZKIDROnline/ScanReadIdCardInfo?OP-DEV=1&CMD-URL=4&REPEAT=1"), VendorAct::read);
    EXPECT_EQ(act_of(zk, "/ZKIDROnline/ScanReadIdCardInfo?&common=1&random=150"), VendorAct::read);
    EXPECT_EQ(act_of(zk, "/ZKIDROnline/info?0.4711"), VendorAct::version);
    EXPECT_EQ(act_of(zk, "/info"), VendorAct::version);
    constexpr auto cvr = VendorForm::cvr;
    EXPECT_EQ(act_of(cvr, "/readcard"), VendorAct::read);
    EXPECT_EQ(act_of(cvr, "/ReadCard?t=1"), VendorAct::read);
    EXPECT_EQ(act_of(cvr, "/readcard&t=1691139595810"), VendorAct::read);
    EXPECT_EQ(act_of(cvr, "/OpenDevice"), VendorAct::acknowledge);
    EXPECT_EQ(act_of(cvr, "/CloseDevice"), VendorAct::acknowledge);
}

TEST(VendorRequest, RefusesOtherTargets) {
    for (const char* const target : {"", "/", "readcard", "/readcard/", "//readcard", "/./readcard", "/read%63ard",
                                     "/readcard#", "http://127.0.0.1/readcard", "*"}) {
        const auto request = parse_target(VendorForm::cvr, target);
        ASSERT_FALSE(request) << target;
        EXPECT_EQ(request.error(), TargetFault::no_such_path);
    }
    EXPECT_FALSE(parse_target(VendorForm::zkidronline, "/readcard"));
    EXPECT_FALSE(parse_target(VendorForm::est, "/"));
}

TEST(VendorRequest, RefusesJsonp) {
    for (const char* const target : {"/readcard?callback=f", "/readcard?a=1&CallBack=f", "/readcard?jsonp=f",
                                     "/readcard&jsoncallback=f", "/?callback"}) {
        const auto request = parse_target(VendorForm::cvr, target);
        ASSERT_FALSE(request) << target;
        EXPECT_EQ(request.error(), TargetFault::jsonp);
    }
}

TEST(VendorRequest, KnowsTheCommandsOfEst) {
    EXPECT_EQ(parse_command("EST_Reader_ReadIDCard#").act, VendorAct::read);
    EXPECT_EQ(parse_command("EST_Reader_ReadIDCard#|0").act, VendorAct::read);
    EXPECT_EQ(parse_command("EST_Reader_ReadIDCard#|1").act, VendorAct::read_continuously);
    EXPECT_EQ(parse_command("EST_StopReadIDCard#").act, VendorAct::stop);
    EXPECT_EQ(parse_command("EST_GetVersion#").act, VendorAct::version);
    EXPECT_EQ(parse_command("EST_PosBeep#|20|1").act, VendorAct::acknowledge);
    EXPECT_EQ(parse_command("EST_ReadBankCard#").command, "EST_ReadBankCard#");
    EXPECT_EQ(parse_command("EST_ReadBankCard#").act, VendorAct::unknown);
}

TEST(VendorRequest, KeepsNothingOfAnotherText) {
    const std::string long_text = "EST_" + std::string(max_command_size, 'x') + '#';
    for (const std::string& frame : {std::string{}, std::string{"#"}, std::string{"EST"}, std::string{"EST\"_#"},
                                     std::string{"EST_\0#", 6}, std::string{"{\"fun\":\"EST#\"}"}, long_text}) {
        EXPECT_EQ(parse_command(frame).act, VendorAct::unknown) << frame;
        EXPECT_EQ(parse_command(frame).command, "") << frame;
    }
}

}  // namespace
}  // namespace fivestar::browser
