// SPDX-License-Identifier: Apache-2.0
// The expected values are those of docs/COMPAT.md.
#include "compat/configuration.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::compat {
namespace {

TEST(CompatConfiguration, SaysWhetherFilesAreWritten) {
    EXPECT_TRUE(parse_configuration("")->writes_files);
    EXPECT_TRUE(parse_configuration("files = \"asked\"\n")->writes_files);
    EXPECT_FALSE(parse_configuration("files = \"never\"\n[ports]\n3 = \"desk\"\n")->writes_files);
    EXPECT_FALSE(parse_configuration("files = \"sometimes\"\n"));
    EXPECT_FALSE(parse_configuration("[ports]\nfiles = \"never\"\n"));
}

TEST(CompatConfiguration, HasDefaults) {
    for (const std::string_view text : {"", "\n\n", "# nothing\n", "   \t\r\n"}) {
        const auto configuration = parse_configuration(text);
        ASSERT_TRUE(configuration) << text;
        EXPECT_EQ(configuration->socket, "/run/fivestard/fivestard.sock");
        for (const int port : {1001, 1002, 1016}) EXPECT_TRUE(configuration->knows(port)) << port;
        for (const int port : {-1, 0, 1, 16, 1000, 1017, 1064}) EXPECT_FALSE(configuration->knows(port)) << port;
    }
}

TEST(CompatConfiguration, NamesTheSocketAndThePorts) {
    const auto configuration = parse_configuration(
        "# 前台\nsocket = \"/run/test.sock\"  # here\r\n\n[ports]\n1001 = \"front-desk\"\n  3=\"back\"\n64 = "
        "\"b\"\n1064 = \"c\"");
    ASSERT_TRUE(configuration);
    EXPECT_EQ(configuration->socket, "/run/test.sock");
    ASSERT_TRUE(configuration->readers);
    EXPECT_EQ(configuration->readers->at(1001), "front-desk");
    EXPECT_EQ(configuration->readers->at(3), "back");
    EXPECT_EQ(configuration->readers->size(), 4U);
    EXPECT_FALSE(configuration->knows(1002)) << "only the ports that are named";
    EXPECT_TRUE(parse_configuration("[ports]")->readers->empty());
}

TEST(CompatConfiguration, RefusesWhatItDoesNotKnow) {
    for (const std::string_view text : {"socket\n",
                                        "socket =\n",
                                        "socket = /run\n",
                                        "socket = \"\"\n",
                                        "socket = \"a\n",
                                        "socket = \"a\" b\n",
                                        "socket = \"a\\n\"\n",
                                        "sockets = \"a\"\n",
                                        "1001 = \"a\"\n",
                                        "[port]\n",
                                        "[ports]\n[ports]\n",
                                        "[ports]\nsocket = \"a\"\n",
                                        "[ports]\n0 = \"a\"\n",
                                        "[ports]\n65 = \"a\"\n",
                                        "[ports]\n1000 = \"a\"\n",
                                        "[ports]\n1065 = \"a\"\n",
                                        "[ports]\n-1 = \"a\"\n",
                                        "[ports]\n1x = \"a\"\n",
                                        "[ports]\n99999999999 = \"a\"\n",
                                        "[ports]\n3 = \"a\"\n3 = \"b\"\n",
                                        "[ports]\n3 = 4\n"}) {
        EXPECT_FALSE(parse_configuration(text)) << text;
    }
}

}  // namespace
}  // namespace fivestar::compat
