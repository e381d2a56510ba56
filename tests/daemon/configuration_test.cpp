// SPDX-License-Identifier: Apache-2.0
// The configuration in docs/API.md, and files that must be refused.
#include "daemon/configuration.hpp"

#include "tests/support/temporary_directory.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <pwd.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using daemon::Configuration;
using daemon::GroupRule;
using daemon::parse_configuration;
using daemon::RouteName;
using daemon::RouteSet;
using daemon::UserRule;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view documented = R"([socket]
path = "/run/fivestard/fivestard.sock"         # mode 0660
[trust]
csca_directory = "/etc/fivestard/trust"        # certificates, ICAO master lists, PKD LDIF
crl_directory = "/etc/fivestard/crl"
master_list_signers = "/etc/fivestard/master-list-signers"
[read]
hold_seconds = 60
max_hold_seconds = 600
deadline_seconds = 30
slow_mode_seconds = 60
pace_fallback_to_bac = false
time_zone = "Asia/Shanghai"                    # default: the system's
[keys]
seconds = 30
[policy]
sha1 = "report"                                # or "refuse"
min_rsa_bits = 2048
[sam]
readers = []                                   # names (globs) of foreign PC/SC readers with a SAM inside
[profiles]
five_star_lds = false
five_star_lds_trust = "/etc/fivestard/trust-lds"
[portrait]
wlt_plugin = ""
[evidence]
key_file = ""                                  # not signed
[pseudonym]
key_file = "/etc/fivestard/pseudonym.key"
[log]
audit = true
[limits]
requests_per_minute = 600
[[client]]                                     # first match wins; no match: refused
name = "hotel-desk"
user = "root"
readers = ["*"]                                # globs over reader id or name
fields = ["document.*", "holder.names", "holder.over_18", "compare.holder.birth_date", "verification", "portrait"]
routes = ["read", "events", "match"]           # default: all but metrics, trust, cross-check
)";

void expect_defaults(const Configuration& all) {
    EXPECT_EQ(all.socket.path, "/run/fivestard/fivestard.sock");
    EXPECT_EQ(all.trust.csca_directory, "/etc/fivestard/trust");
    EXPECT_EQ(all.trust.crl_directory, "/etc/fivestard/crl");
    EXPECT_EQ(all.trust.master_list_signers, "/etc/fivestard/master-list-signers");
    EXPECT_EQ(all.trust.fetched_lists, "/var/lib/fivestar-trust-update/lists");
    EXPECT_EQ(all.read.hold, 60s);
    EXPECT_EQ(all.read.max_hold, 600s);
    EXPECT_EQ(all.read.deadline, 30s);
    EXPECT_EQ(all.read.slow_mode, 60s);
    EXPECT_FALSE(all.read.pace_fallback_to_bac);
    EXPECT_EQ(all.keys.lifetime, 30s);
    EXPECT_FALSE(all.policy.refuse_sha1);
    EXPECT_EQ(all.policy.min_rsa_bits, 2048U);
    EXPECT_TRUE(all.policy.refuse_sm2_empty_id);
    EXPECT_THAT(all.sam.readers, testing::IsEmpty());
    EXPECT_FALSE(all.profiles.five_star_lds);
    EXPECT_EQ(all.profiles.five_star_lds_trust, "/etc/fivestard/trust-lds");
    EXPECT_TRUE(all.portrait.wlt_plugin.empty());
    EXPECT_EQ(all.evidence.key, nullptr);
    EXPECT_EQ(all.pseudonym.key_file, "/etc/fivestard/pseudonym.key");
    EXPECT_TRUE(all.log.audit);
    EXPECT_EQ(all.limits.requests_per_minute, 600U);
}

TEST(Configuration, TheDocumentedConfigurationIsTheDefault) {
    const auto empty = parse_configuration("", "test.toml");
    ASSERT_TRUE(empty);
    expect_defaults(*empty);
    EXPECT_EQ(empty->read.time_zone, "");
    EXPECT_TRUE(empty->clients.empty());

    const auto whole = parse_configuration(documented, "test.toml");
    ASSERT_TRUE(whole) << whole.error().to_string();
    expect_defaults(*whole);
    EXPECT_EQ(whole->read.time_zone, "Asia/Shanghai");
    ASSERT_EQ(whole->clients.size(), 1U);
    const auto& client = whole->clients[0];
    EXPECT_EQ(client.name, "hotel-desk");
    EXPECT_EQ(std::get<UserRule>(client.who).uid, 0U);
    EXPECT_EQ(client.grants.routes, (RouteSet{RouteName::read, RouteName::events, RouteName::match}));
    EXPECT_TRUE(client.grants.fields.contains("document.valid_until"));
    EXPECT_TRUE(client.grants.fields.contains("holder.over_18"));
    EXPECT_FALSE(client.grants.fields.contains("holder.birth_date"));
    EXPECT_TRUE(client.grants.fields.contains("compare.holder.birth_date"));
    EXPECT_EQ(client.grants.field_paths.size(), 6U);
    EXPECT_THAT(client.grants.reader_globs, ElementsAre("*"));
}

TEST(Configuration, AcceptsEveryValue) {
    const auto all = parse_configuration(R"(
        socket.path = "/tmp/a.sock"
        [trust]
        csca_directory = "/a"
        crl_directory = "/b"
        master_list_signers = "/c"
        fetched_lists = ""
        [read]
        hold_seconds = 0
        max_hold_seconds = 1
        deadline_seconds = 2
        slow_mode_seconds = 3
        pace_fallback_to_bac = true
        [policy]
        sha1 = "refuse"
        min_rsa_bits = 3072
        min_ec_bits = 256
        sm2_empty_id = "report"
        [sam]
        readers = ["Vendor *", "Other ?"]
        [profiles]
        five_star_lds = true
        five_star_lds_trust = "/d"
        [portrait]
        wlt_plugin = "/e.so"
        [pseudonym]
        key_file = "/f"
        [log]
        audit = false
        [limits]
        requests_per_minute = 1
        )",
                                         "test.toml");
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_EQ(all->socket.path, "/tmp/a.sock");
    EXPECT_EQ(all->trust.csca_directory, "/a");
    EXPECT_EQ(all->trust.crl_directory, "/b");
    EXPECT_EQ(all->trust.master_list_signers, "/c");
    EXPECT_EQ(all->trust.fetched_lists, "");
    EXPECT_EQ(all->read.hold, 0s);
    EXPECT_EQ(all->read.max_hold, 1s);
    EXPECT_EQ(all->read.deadline, 2s);
    EXPECT_EQ(all->read.slow_mode, 3s);
    EXPECT_TRUE(all->read.pace_fallback_to_bac);
    EXPECT_TRUE(all->policy.refuse_sha1);
    EXPECT_EQ(all->policy.min_rsa_bits, 3072U);
    EXPECT_EQ(all->policy.min_ec_bits, 256U);
    EXPECT_FALSE(all->policy.refuse_sm2_empty_id);
    EXPECT_THAT(all->sam.readers, ElementsAre("Vendor *", "Other ?"));
    EXPECT_TRUE(all->profiles.five_star_lds);
    EXPECT_EQ(all->profiles.five_star_lds_trust, "/d");
    EXPECT_EQ(all->portrait.wlt_plugin, "/e.so");
    EXPECT_EQ(all->pseudonym.key_file, "/f");
    EXPECT_FALSE(all->log.audit);
    EXPECT_EQ(all->limits.requests_per_minute, 1U);
}

TEST(Configuration, AcceptsUtf8InTexts) {
    const auto all = parse_configuration(
        "\xEF\xBB\xBF# 前台\n[sam]\nreaders = [\"读卡器 \\\" *\", '读卡器', \"\"\"\n读\"卡\"器\"\"\"\"] # 前台\n",
        "test.toml");
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_THAT(all->sam.readers, ElementsAre("读卡器 \" *", "读卡器", "读\"卡\"器\""));
}

TEST(Configuration, KeepsClientsInOrder) {
    const auto all = parse_configuration(
        "[[client]]\nname = \"b\"\nuid = 7\n[[client]]\ngroup = \"root\"\nroutes = []\n"
        "[[client]]\nname = \"a\"\nuser = \"root\"\n",
        "test.toml");
    ASSERT_TRUE(all) << all.error().to_string();
    ASSERT_EQ(all->clients.size(), 3U);
    EXPECT_EQ(all->clients[0].name, "b");
    EXPECT_EQ(std::get<UserRule>(all->clients[0].who).uid, 7U);
    EXPECT_EQ(all->clients[0].grants.routes, RouteSet::by_default());
    EXPECT_TRUE(all->clients[0].grants.fields.empty());
    EXPECT_EQ(all->clients[1].name, "");
    EXPECT_EQ(std::get<GroupRule>(all->clients[1].who).gid, 0U);
    EXPECT_EQ(all->clients[1].grants.routes, RouteSet{});
    EXPECT_EQ(all->clients[2].name, "a");
    EXPECT_EQ(all->clients[2].grants.documents, std::nullopt);

    const auto citizens = parse_configuration(
        "[[client]]\nuid = 1\ndocuments = [\"resident_id_card\", \"permanent_resident_card/2017\"]\n", "test.toml");
    ASSERT_TRUE(citizens) << citizens.error().to_string();
    EXPECT_THAT(*citizens->clients[0].grants.documents,
                ElementsAre("resident_id_card", "permanent_resident_card/2017"));
}

struct Refused {
    std::string_view text;
    unsigned line;
    std::string_view reason;
};

class RefusedConfiguration : public testing::TestWithParam<Refused> {};

TEST_P(RefusedConfiguration, NamesFileLineAndReason) {
    const auto all = parse_configuration(GetParam().text, "test.toml");
    ASSERT_FALSE(all) << GetParam().text;
    EXPECT_EQ(all.error().file, "test.toml");
    EXPECT_EQ(all.error().line, GetParam().line) << all.error().to_string();
    EXPECT_THAT(all.error().reason, HasSubstr(GetParam().reason)) << GetParam().text;
    EXPECT_THAT(all.error().to_string(), HasSubstr("test.toml:" + std::to_string(GetParam().line) + ": "));
}

INSTANTIATE_TEST_SUITE_P(
    Everything, RefusedConfiguration,
    testing::Values(
        Refused{"[socket\n", 1, ""}, Refused{"\n[=]\n", 2, ""}, Refused{"# Ã©\nx = \"Ã©\"\nÃ© = 1\n", 3, ""},
        Refused{"x = '''\nÃ©''''' Ã©", 2, ""}, Refused{"x = \"\\\"Ã©\" Ã©", 1, ""}, Refused{"\n\n= 1\n", 3, ""},
        Refused{"x = 1\n", 1, "unknown key x"}, Refused{"[sockets]\n", 1, "unknown key sockets"},
        Refused{"\n[socket]\npaths = \"/a\"\n", 3, "socket.paths"}, Refused{"[limits]\n[limits]\n", 2, ""},
        Refused{"[policy]\nmin_rsa_bits = 2048\nmin_rsa_bits = 2048\n", 3, ""},
        Refused{"socket = 1\n", 1, "must be a section"}, Refused{"[[socket]]\n", 1, "must be a section"},
        Refused{"[socket]\npath = 1\n", 2, "socket.path must be a text"},
        Refused{"[socket]\npath = \"relative\"\n", 2, "absolute path"},
        Refused{"[socket]\npath = \"\"\n", 2, "absolute path"},
        Refused{"[socket]\npath = \"/a\\u0000b\"\n", 2, "control characters"},
        Refused{"[socket]\npath = \"/"
                "0123456789012345678901234567890123456789012345678901234567890123456789"
                "0123456789012345678901234567890123456\"\n",
                2, "too long"},
        Refused{"[read]\nhold_seconds = \"60\"\n", 2, "read.hold_seconds must be a whole number from 0 to 3600"},
        Refused{"[read]\nhold_seconds = 1.5\n", 2, "whole number"}, Refused{"[read]\nhold_seconds = -1\n", 2, "from 0"},
        Refused{"[keys]\nseconds = 0\n", 2, "keys.seconds must be a whole number from 1 to 300"},
        Refused{"[keys]\nseconds = 301\n", 2, "300"}, Refused{"[keys]\nhold_seconds = 1\n", 2, "unknown key"},
        Refused{"[read]\nhold_seconds = 3601\n", 2, "3600"}, Refused{"[read]\nmax_hold_seconds = 0\n", 2, "from 1"},
        Refused{"[read]\nmax_hold_seconds = 59\n", 1, "must not be less than"},
        Refused{"[read]\ndeadline_seconds = 0\n", 2, "from 1"},
        Refused{"[read]\ndeadline_seconds = 9223372036854775807\n", 2, "to 600"},
        Refused{"[read]\nslow_mode_seconds = 601\n", 2, "to 600"},
        Refused{"[read]\npace_fallback_to_bac = 1\n", 2, "true or false"},
        Refused{"[read]\ntime_zone = \"Nowhere/City\"\n", 2, "time zone"},
        Refused{"[read]\ntime_zone = \"../../../etc/localtime\"\n", 2, "time zone"},
        Refused{"[read]\ntime_zone = \"/etc/localtime\"\n", 2, "time zone"},
        Refused{"[read]\ntime_zone = \"zone.tab\"\n", 2, "time zone"},
        Refused{"[read]\ntime_zone = \"Asia\"\n", 2, "time zone"},
        Refused{"[read]\ntime_zone = \"\"\n", 2, "time zone"},
        Refused{"[policy]\nsha1 = \"allow\"\n", 2, "\"report\" or \"refuse\""},
        Refused{"[policy]\nsm2_empty_id = \"allow\"\n", 2, "\"report\" or \"refuse\""},
        Refused{"[policy]\nmin_rsa_bits = 512\n", 2, "1024"}, Refused{"[sam]\nreaders = \"*\"\n", 2, "must be a list"},
        Refused{"[sam]\nreaders = [1]\n", 2, "must be a text"}, Refused{"[sam]\nreaders = [\"\"]\n", 2, "empty text"},
        Refused{"[profiles]\nfive_star_lds = \"yes\"\n", 2, "true or false"},
        Refused{"[portrait]\nwlt_plugin = \"x.so\"\n", 2, "absolute path"},
        Refused{"[evidence]\nkey_file = \"key.pem\"\n", 2, "absolute path"},
        Refused{"[evidence]\nkey_file = \"/nonexistent/key.pem\"\n", 2, "does not exist"},
        Refused{"[evidence]\nkey_file = \"/dev/null\"\n", 2, "mode 0600"},
        Refused{"[log]\naudit = 1\n", 2, "true or false"}, Refused{"[limits]\nrequests_per_minute = 0\n", 2, "from 1"},
        Refused{"[client]\nuid = 1\n", 1, "[[client]]"}, Refused{"client = [1]\n", 1, "[[client]]"},
        Refused{"\n[[client]]\nname = \"x\"\n", 2, "exactly one of user, uid and group"},
        Refused{"[[client]]\nuid = 1\nuser = \"root\"\n", 1, "exactly one"},
        Refused{"[[client]]\nuid = -1\n", 2, "client.uid"}, Refused{"[[client]]\nuid = 4294967295\n", 2, "client.uid"},
        Refused{"[[client]]\nuser = \"no such user here\"\n", 2, "does not exist"},
        Refused{"[[client]]\ngroup = \"no such group here\"\n", 2, "does not exist"},
        Refused{"[[client]]\nuid = 1\nname = \"\"\n", 3, "client.name"},
        Refused{"[[client]]\nuid = 1\nname = \"uid:1\"\n", 3, "client.name"},
        Refused{"[[client]]\nuid = 1\nname = \"a\"\n[[client]]\nuid = 2\nname = \"a\"\n", 4, "used twice"},
        Refused{"[[client]]\nuid = 1\nfields = [\"holder.shoe_size\"]\n", 3, "\"holder.shoe_size\""},
        Refused{"[[client]]\nuid = 1\nfields = [\"holder.over_N\"]\n", 3, "holder.over_N"},
        Refused{"[[client]]\nuid = 1\nroutes = [\"reads\"]\n", 3, "\"reads\""},
        Refused{"[[client]]\nuid = 1\ndocuments = [\"identity_cards\"]\n", 3, "\"identity_cards\""},
        Refused{"[[client]]\nuid = 1\ndocuments = [\"passport/23\"]\n", 3, "\"passport/23\""},
        Refused{"[[client]]\nuid = 1\nrights = []\n", 3, "unknown key client.rights"}));

TEST(Configuration, IsReadFromAFile) {
    const TemporaryDirectory directory;
    const std::string path = directory.path() / "fivestard.toml";
    std::ofstream{path} << "[limits]\nrequests_per_minute = 5\n";
    const auto loaded = daemon::load_configuration(path);
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->limits.requests_per_minute, 5U);
    std::ofstream{path} << "# " << std::string(1024 * 1024, 'x');
    EXPECT_FALSE(daemon::load_configuration(path));
    std::remove(path.c_str());
    const auto missing = daemon::load_configuration(path);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().line, 0U);
    EXPECT_THAT(missing.error().to_string(), HasSubstr(path));
    EXPECT_FALSE(daemon::load_configuration("/")) << "a directory";
}

/// A configuration file and the directory beside it.
class SeveralFiles : public testing::Test {
  protected:
    SeveralFiles() { std::filesystem::create_directory(beside_); }

    void write_main(std::string_view text) const { std::ofstream{main_} << text; }
    void write(std::string_view name, std::string_view text) const { std::ofstream{beside_ / name} << text; }
    [[nodiscard]] auto load() const { return daemon::load_configuration(main_); }
    [[nodiscard]] std::string refusal() const {
        const auto loaded = load();
        return loaded ? "" : loaded.error().to_string().substr(directory_.path().native().size());
    }

  private:
    TemporaryDirectory directory_;
    std::filesystem::path main_ = directory_.path() / "fivestard.toml";
    std::filesystem::path beside_ = directory_.path() / "fivestard.d";
};

TEST_F(SeveralFiles, AreReadInTheByteOrderOfTheirNames) {
    write_main("[[client]]\nuid = 1\nname = \"main\"\n[limits]\nrequests_per_minute = 1\n[sam]\nreaders = [\"a\"]\n");
    write("b.toml",
          "[[client]]\nuid = 3\nname = \"b\"\n[limits]\nrequests_per_minute = 3\n[sam]\nreaders = [\"b\", \"c\"]\n");
    write(
        "B.toml",
        "[[client]]\nuid = 2\nname = \"B1\"\n[[client]]\nuid = 2\nname = \"B2\"\n[limits]\nrequests_per_minute = 2\n");
    write("\u00e9.toml", "[[client]]\nuid = 4\nname = \"e\"\n");
    const auto loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    std::vector<std::string> names;
    for (const auto& client : loaded->clients) names.push_back(client.name);
    EXPECT_THAT(names, ElementsAre("main", "B1", "B2", "b", "e"));
    EXPECT_EQ(loaded->limits.requests_per_minute, 3U);
    EXPECT_THAT(loaded->sam.readers, ElementsAre("b", "c"));
}

TEST_F(SeveralFiles, JoinTheirSections) {
    write_main("[read]\nhold_seconds = 1\ndeadline_seconds = 2\n");
    write("x.toml", "[read]\nhold_seconds = 5\n");
    const auto loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->read.hold, 5s);
    EXPECT_EQ(loaded->read.deadline, 2s);
}

TEST_F(SeveralFiles, AreThoseThatAnEditorDoesNotLeaveBehind) {
    write_main("");
    for (const auto* name : {"x.toml~", ".x.toml.swp", ".x.toml", "x.toml.dpkg-old", "README"}) write(name, "not TOML");
    EXPECT_EQ(refusal(), "");
}

TEST_F(SeveralFiles, NameTheFileOfAFault) {
    write_main("[limits]\nrequests_per_minute = 5\n[[client]]\nuid = 1\nname = \"a\"\n");
    const std::pair<std::string_view, std::string_view> faulty[] = {
        {"\n[=]\n", "/fivestard.d/x.toml:2: "},
        {"[limits]\nrequest_per_minute = 5\n", "/fivestard.d/x.toml:2: unknown key limits.request_per_minute"},
        {"\nlimits = 1\n", "/fivestard.d/x.toml:2: limits must be a section"},
        {"[limits]\nrequests_per_minute = 0\n", "/fivestard.d/x.toml:2: limits.requests_per_minute must"},
        {"\n\n[[client]]\nuid = 2\nname = \"a\"\n", "/fivestard.d/x.toml:3: client.name \"a\" is used twice"},
        {"\nclient = 1\n", "/fivestard.d/x.toml:2: client must be at most 256 [[client]] sections"},
        {"[read]\nmax_hold_seconds = 1\n", "/fivestard.d/x.toml:1: read.max_hold_seconds must not be less"},
    };
    for (const auto& [text, reason] : faulty) {
        write("x.toml", text);
        EXPECT_THAT(refusal(), testing::StartsWith(std::string{reason})) << text;
    }
    write("x.toml", "");
    write_main("[limits]\nx = 1\n");
    EXPECT_EQ(refusal(), "/fivestard.toml:2: unknown key limits.x");
}

TEST_F(SeveralFiles, HaveALimitOfClientsTogether) {
    const auto clients = [](int first, int last) {
        std::string text;
        for (int uid = first; uid < last; ++uid) text += "[[client]]\nuid = " + std::to_string(uid) + "\n";
        return text;
    };
    write_main(clients(0, 256));
    EXPECT_EQ(refusal(), "");
    write("x.toml", clients(256, 257));
    EXPECT_THAT(refusal(), testing::StartsWith("/fivestard.d/x.toml:1: client must be at most 256"));
}

TEST_F(SeveralFiles, NeedTheMainFileUnlessItIsTheDefault) {
    write("x.toml", "");
    EXPECT_THAT(refusal(), testing::StartsWith("/fivestard.toml: cannot be read"));
}

}  // namespace
}  // namespace fivestar::test
