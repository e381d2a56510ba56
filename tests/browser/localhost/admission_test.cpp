// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/admission.hpp"

#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

constexpr std::uint16_t port = 24010;

Policy policy() {
    Policy all;
    all.rules.push_back({.origin = "https://a.example", .asks_consent = false, .permits_localhost = true});
    all.rules.push_back({.origin = "https://asks.example", .permits_localhost = true});
    all.rules.push_back({.origin = "https://extension.example", .asks_consent = false});
    return all;
}

std::string outcome(const RequestHead& head) {
    const Policy all = policy();
    const auto rule = admit(head, port, all);
    return rule ? "admitted" : std::string{admission_refusal_names[rule.error()]};
}

TEST(Admission, AdmitsAPageOfAnAllowedOrigin) {
    for (const char* const host : {"127.0.0.1:24010", "localhost:24010"}) {
        EXPECT_EQ(outcome({.host = host, .origin = "https://a.example"}), "admitted");
        EXPECT_EQ(outcome({.host = host, .origin = "https://a.example", .destination = "empty"}), "admitted");
        EXPECT_EQ(outcome({.host = host, .origin = "https://a.example", .destination = "websocket"}), "admitted");
    }
}

TEST(Admission, ChecksTheHostFirst) {
    for (const char* const host : {"", "a.example", "127.0.0.1", "127.0.0.1:24011", "localhost.a.example:24010",
                                   "[::1]:24010", "127.0.0.1:024010", "Localhost:24010", "127.0.0.1:24010 "}) {
        EXPECT_EQ(outcome({.host = host, .origin = "https://a.example"}), "host_refused") << host;
        EXPECT_EQ(outcome({.host = host, .origin = "https://b.example"}), "host_refused") << host;
    }
}

TEST(Admission, ComparesWholeOrigins) {
    for (const char* const origin :
         {"", "null", "http://a.example", "https://a.example:443", "https://a.example/", "https://A.example",
          "https://a.example.", "https://a.example https://b.example", "https://extension.example"}) {
        EXPECT_EQ(outcome({.host = "localhost:24010", .origin = origin}), "origin_refused") << origin;
    }
    EXPECT_EQ(outcome({.host = "localhost:24010"}), "origin_missing");
}

TEST(Admission, RefusesWhatIsNotFetched) {
    for (const char* const destination : {"script", "image", "document", "iframe", "worker", "EMPTY"}) {
        EXPECT_EQ(outcome({.host = "localhost:24010", .origin = "https://a.example", .destination = destination}),
                  "origin_missing");
    }
}

TEST(Admission, RefusesAnOriginThatNeedsConsent) {
    EXPECT_EQ(outcome({.host = "localhost:24010", .origin = "https://asks.example"}), "consent_impossible");
}

}  // namespace
}  // namespace fivestar::browser
