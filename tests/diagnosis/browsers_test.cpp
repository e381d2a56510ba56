// SPDX-License-Identifier: Apache-2.0
// A machine made of files: a policy of web pages, the host, browsers and their manifests.
#include "diagnosis/machine.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <grp.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::diagnosis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

MATCHER_P2(IsBrowserFinding, cause, detail, "") {
    return arg.cause == cause && arg.detail == detail;
}

class BrowsersTest : public testing::Test {
  protected:
    BrowsersTest() {
        machine_ = {.proc = root_ / "proc", .root = root_, .policy_owner = ::geteuid()};
        write_policy("");
        write("usr/bin/fivestar-browser-host", "");
        set_mode(02755);
        write("etc/fivestard/fivestard.toml", "[[client]]\n  group = \"" + group_ + "\"\n");
        write("usr/lib/chromium/chromium", "");
        write("etc/chromium/native-messaging-hosts/fivestar.browser.json", "{}");
        write("usr/share/chromium/extensions/fivestar/manifest.json", "{}");
    }

    void write(const std::filesystem::path& path, std::string_view text) const {
        std::filesystem::create_directories((root_ / path).parent_path());
        std::ofstream{root_ / path, std::ios::binary} << text;
    }
    void write_policy(const std::string& more) const {
        write("etc/fivestard/browser.d/a.toml",
              "[[origin]]\norigin = \"https://a.example\"\nfields = [\"*\"]\n" + more);
    }
    void set_mode(mode_t mode) const { ::chmod(host_.c_str(), mode); }
    void remove(const std::filesystem::path& path) const { std::filesystem::remove_all(root_ / path); }
    [[nodiscard]] std::string at(const std::filesystem::path& path) const { return (root_ / path).native(); }

    const std::string group_ = ::getgrgid(::getegid())->gr_name;  // of the files that this test makes
    const test::TemporaryDirectory directory_;
    const std::filesystem::path& root_ = directory_.path();
    std::string host_ = (root_ / "usr/bin/fivestar-browser-host").string();
    Machine machine_;
};

TEST_F(BrowsersTest, FindsNothingWhereAllIsWell) {
    EXPECT_THAT(examine_browsers(machine_), IsEmpty());
}

TEST_F(BrowsersTest, FindsNothingWithoutAPolicy) {
    remove("usr/bin");
    write("etc/fivestard/browser.d/a.toml", "");
    EXPECT_THAT(examine_browsers(machine_), IsEmpty()) << "no origin";
    remove("etc/fivestard/browser.d");
    EXPECT_THAT(examine_browsers(machine_), IsEmpty());
}

TEST_F(BrowsersTest, NamesFileAndLineOfAFault) {
    write_policy("consent = \"never\"\n");
    const auto findings = examine_browsers(machine_);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().cause, Cause::browser_policy);
    EXPECT_THAT(findings.front().detail, HasSubstr("a.toml:4: origin.consent"));
}

TEST_F(BrowsersTest, ExaminesTheHost) {
    set_mode(02750);
    EXPECT_THAT(examine_browsers(machine_), ElementsAre(IsBrowserFinding(Cause::browser_host_missing, host_)));
    set_mode(0755);
    EXPECT_THAT(examine_browsers(machine_), ElementsAre(IsBrowserFinding(Cause::browser_host_group, host_)));
    remove("usr/bin");
    EXPECT_THAT(examine_browsers(machine_), ElementsAre(IsBrowserFinding(Cause::browser_host_missing, host_)));
}

TEST_F(BrowsersTest, LooksForAGrantOfTheGroup) {
    write("etc/fivestard/fivestard.toml", "#group = \"" + group_ + "\"\n[[client]]\ngroup = \"x\"\n");
    const auto findings = examine_browsers(machine_);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().cause, Cause::browser_not_granted);
    write("etc/fivestard/fivestard.d/desk.toml", "[[client]]\ngroup = '" + group_ + "'\n");
    EXPECT_THAT(examine_browsers(machine_), IsEmpty());
    remove("etc/fivestard");
    write_policy("");
    EXPECT_EQ(examine_browsers(machine_).size(), 1U) << "there is no file at all";
    std::filesystem::create_directory(root_ / "etc/fivestard/fivestard.toml");
    EXPECT_THAT(examine_browsers(machine_), IsEmpty()) << "it cannot be read";
}

TEST_F(BrowsersTest, ExaminesEachBrowserThatIsInstalled) {
    remove("etc/chromium");
    remove("usr/share/chromium");
    write("opt/google/chrome/chrome", "");
    write("usr/lib/firefox-esr/firefox-esr", "");
    write("usr/lib/mozilla/native-messaging-hosts/fivestar.browser.json", "{}");
    EXPECT_THAT(examine_browsers(machine_),
                ElementsAre(IsBrowserFinding(Cause::browser_manifest_missing,
                                             at("etc/chromium/native-messaging-hosts/fivestar.browser.json")),
                            IsBrowserFinding(Cause::browser_extension_missing, at("usr/lib/chromium/chromium")),
                            IsBrowserFinding(Cause::browser_manifest_missing,
                                             at("etc/opt/chrome/native-messaging-hosts/fivestar.browser.json")),
                            IsBrowserFinding(Cause::browser_extension_missing, at("opt/google/chrome/chrome")),
                            IsBrowserFinding(Cause::browser_extension_missing, at("usr/lib/firefox-esr/firefox-esr"))));
}

TEST_F(BrowsersTest, AcceptsAnExtensionOfAManagedPolicy) {
    remove("usr/share/chromium");
    write("etc/chromium/policies/managed/a.json",
          R"({"ExtensionInstallForcelist": ["ibnmbgakdahaaigclihocihobbegnebp;https://pms.example/updates.xml"]})");
    EXPECT_THAT(examine_browsers(machine_), IsEmpty());
}

TEST_F(BrowsersTest, FindsConfinedBrowsers) {
    write("snap/bin/firefox", "");
    write("var/lib/flatpak/app/org.chromium.Chromium/current", "");
    EXPECT_THAT(
        examine_browsers(machine_),
        ElementsAre(IsBrowserFinding(Cause::browser_confined, at("snap/bin/firefox")),
                    IsBrowserFinding(Cause::browser_confined, at("var/lib/flatpak/app/org.chromium.Chromium"))));
}

TEST_F(BrowsersTest, FindsALocalServiceThatNoOriginMayUse) {
    write("proc/34/comm", "fivestar-localh\n");
    EXPECT_THAT(examine_browsers(machine_), ElementsAre(IsBrowserFinding(Cause::localhost_unused, "")));
    write_policy("localhost = true\n");
    EXPECT_THAT(examine_browsers(machine_), ElementsAre(IsBrowserFinding(Cause::localhost_unused, "")))
        << "consent cannot be asked";
    write_policy("localhost = true\nconsent = \"always\"\n");
    EXPECT_THAT(examine_browsers(machine_), IsEmpty());
}

}  // namespace
}  // namespace fivestar::diagnosis
