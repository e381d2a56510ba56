// SPDX-License-Identifier: Apache-2.0
// Origins as RFC 6454 §6.2 and the URL Standard serialise them; private networks by RFC 1918 and RFC 4193.
#include "browser/policy/origin.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

TEST(Origin, PermitsHttpsWithAnyHost) {
    for (const char* const origin :
         {"https://pms.example", "https://pms.example:8443", "https://a-b.xn--fiqs8s", "https://localhost",
          "https://203.0.113.7", "https://[2001:db8::1]:8443", "https://1a.example"}) {
        EXPECT_TRUE(is_permissible_origin(origin)) << origin;
    }
}

TEST(Origin, PermitsHttpWithPrivateAddressesOnly) {
    for (const char* const origin :
         {"http://10.0.0.1", "http://172.16.0.1:8080", "http://172.31.255.255", "http://192.168.1.5",
          "http://127.0.0.1:3000", "http://[::1]:3000", "http://[fd00::5]"}) {
        EXPECT_TRUE(is_permissible_origin(origin)) << origin;
    }
    for (const char* const origin :
         {"http://pms.example", "http://localhost", "http://8.8.8.8", "http://172.32.0.1", "http://11.0.0.1",
          "http://192.169.0.1", "http://[2001:db8::1]", "http://[fe80::1]"}) {
        EXPECT_FALSE(is_permissible_origin(origin)) << origin;
    }
}

TEST(Origin, RefusesWhatABrowserDoesNotWrite) {
    for (const char* const origin : {"",
                                     "https",
                                     "https://",
                                     "https:///",
                                     "pms.example",
                                     "HTTPS://pms.example",
                                     "https://PMS.example",
                                     "https://pms.example/",
                                     "https://pms.example/desk",
                                     "https://pms.example:443",
                                     "http://10.0.0.1:80",
                                     "https://pms.example:",
                                     "https://pms.example:0443",
                                     "https://pms.example:65536",
                                     "https://pms.example:+1",
                                     "https://user@pms.example",
                                     "https://*.example",
                                     "https://pms..example",
                                     "https://.example",
                                     "https://pms.example.",
                                     "https://-a.example",
                                     "https://pms.example?x",
                                     "https://pms.example#x",
                                     "https://pms example",
                                     "https://10.0.0.256",
                                     "https://010.0.0.1",
                                     "https://1.2.3",
                                     "https://0x7f.1",
                                     "https://[::1",
                                     "https://[0:0::1]",
                                     "https://[::1]x",
                                     "https://[::ffff]y:1",
                                     "null",
                                     "file://",
                                     "chrome-extension://abc",
                                     "ws://10.0.0.1",
                                     "http://10.1",
                                     "http://0x0a000001"}) {
        EXPECT_FALSE(is_permissible_origin(origin)) << origin;
    }
    EXPECT_FALSE(is_permissible_origin("https://" + std::string(64, 'a') + ".example"));
    EXPECT_FALSE(is_permissible_origin("https://" + std::string(300, 'a')));
    EXPECT_FALSE(is_permissible_origin(std::string{"https://pms.example\0", 20}));
}

}  // namespace
}  // namespace fivestar::browser
