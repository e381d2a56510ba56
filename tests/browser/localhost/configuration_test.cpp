// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/configuration.hpp"

#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

TEST(LocalhostConfiguration, HasTheVendorsPorts) {
    const auto all = parse_localhost_configuration(
        "[[service]]\nform = \"zkidronline\"\n[[service]]\nform = \"est\"\n[[service]]\nform = \"cvr\"\nport = 20000\n",
        "f");
    ASSERT_TRUE(all);
    ASSERT_EQ(all->services.size(), 3U);
    EXPECT_EQ(all->socket, "/run/fivestard/fivestard.sock");
    EXPECT_EQ(all->services[0].port, 24010);
    EXPECT_EQ(all->services[1].port, 33666);
    EXPECT_EQ(all->services[2].port, 20000);
}

TEST(LocalhostConfiguration, IsEmptyByDefault) {
    const auto all = parse_localhost_configuration("", "f");
    ASSERT_TRUE(all);
    EXPECT_TRUE(all->services.empty());
}

TEST(LocalhostConfiguration, NamesTheFaultWithItsLine) {
    const std::string cvr = "[[service]]\nform = \"cvr\"\n";
    for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
             {"[[service]]\nform = \"syn\"\n", "f:2: service.form must be"},
             {"[[service]]\n", "f:1: service.form must be"},
             {cvr + "port = 80\n", "f:3: service.port"},
             {cvr + "port = 65536\n", "f:3: service.port"},
             {cvr + "address = \"0.0.0.0\"\n", "f:3: unknown key service.address"},
             {cvr + cvr, "f:4: service.form is used twice"},
             {cvr + "port = 30000\n[[service]]\nform = \"est\"\nport = 30000\n", "f:6: service.port is used twice"},
             {"[socket]\npath = \"relative\"\n", "f:2: socket.path"},
         }) {
        const auto all = parse_localhost_configuration(text, "f");
        ASSERT_FALSE(all) << text;
        EXPECT_THAT(all.error().to_string(), testing::HasSubstr(expected)) << text;
    }
}

}  // namespace
}  // namespace fivestar::browser
