// SPDX-License-Identifier: Apache-2.0
#include "trust_update/configuration.hpp"

#include <string>
#include <string_view>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using trust_update::ListKind;
using trust_update::parse_configuration;

TEST(TrustUpdateConfiguration, ReadsEveryKey) {
    const auto all = parse_configuration(R"([trust]
csca_directory = "/a"
crl_directory = "/b"
master_list_signers = "/c"
[fetch]
directory = "/d"
proxy = "http://proxy.example:3128"
ca_file = "/e"
deadline_seconds = 10
max_megabytes = 2
[[revocation_list]]
name = "de"
url = "https://lists.example/de.crl"
[[master_list]]
name = "de"
url = "https://lists.example:8443/de.ml?a=b"
hours = 6
)",
                                         "");
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_EQ(all->trust.csca_directory, "/a");
    EXPECT_EQ(all->trust.crl_directory, "/b");
    EXPECT_EQ(all->trust.master_list_signers, "/c");
    EXPECT_EQ(all->fetch.directory, "/d");
    EXPECT_EQ(all->fetch.proxy, "http://proxy.example:3128");
    EXPECT_EQ(all->fetch.ca_file, "/e");
    EXPECT_EQ(all->fetch.deadline, 10s);
    EXPECT_EQ(all->fetch.largest, 2U << 20U);
    ASSERT_EQ(all->sources.size(), 2U);
    EXPECT_EQ(all->sources[0].kind, ListKind::master_list);
    EXPECT_EQ(all->sources[0].file(), "de.ml");
    EXPECT_EQ(all->sources[0].interval, 6h);
    EXPECT_EQ(all->sources[1].file(), "de.crl");
    EXPECT_EQ(all->sources[1].interval, 24h);
}

struct RefusedSource {
    std::string_view text;
    unsigned line;
    std::string_view reason;
};

class RefusedTrustUpdateConfiguration : public testing::TestWithParam<RefusedSource> {};

TEST_P(RefusedTrustUpdateConfiguration, NamesLineAndReason) {
    const auto all = parse_configuration(GetParam().text, "file");
    ASSERT_FALSE(all) << GetParam().text;
    EXPECT_EQ(all.error().line, GetParam().line);
    EXPECT_THAT(all.error().reason, HasSubstr(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Everything, RefusedTrustUpdateConfiguration,
    testing::Values(
        RefusedSource{"x = 1\n", 1, "unknown key x"},
        RefusedSource{"[fetch]\nproxy = 'ftp://a'\n", 2, "must begin with http://"},
        RefusedSource{"[fetch]\ndeadline_seconds = 0\n", 2, "from 1 to 3600"},
        RefusedSource{"[fetch]\nmax_megabytes = 17\n", 2, "from 1 to 16"},
        RefusedSource{"[[master_list]]\nname = '../a'\n", 2, "must be 1 to 64 letters"},
        RefusedSource{"[[master_list]]\nname = 'a'\n", 1, "must be an https address"},
        RefusedSource{"[[master_list]]\nname = 'a'\nurl = 'http://a/'\n", 3, "must be an https address"},
        RefusedSource{"[[master_list]]\nname = 'a'\nurl = 'https://'\n", 3, "must be an https address"},
        RefusedSource{"[[master_list]]\nname = 'a'\nurl = 'https://a:b@c/'\n", 3, "without user and password"},
        RefusedSource{"[[master_list]]\nname = 'a'\nurl = 'https://a b/'\n", 3, "must be an https address"},
        RefusedSource{"[[master_list]]\nname = 'a'\nurl = 'https://a/\u00E9'\n", 3, "must be an https address"},
        RefusedSource{
            "[[master_list]]\nname = 'a'\nurl = 'https://a'\n[[master_list]]\nname = 'a'\nurl = 'https://b'\n", 5,
            "is used twice"}));

}  // namespace
}  // namespace fivestar::test
