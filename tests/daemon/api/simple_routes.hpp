// SPDX-License-Identifier: Apache-2.0
// Requests to a server that has a few routes.
#pragma once

#include "daemon/policy/policy.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"

#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {

inline boost::json::object ask(const Served& served, const std::string& path, unsigned status) {
    RawClient client{served.socket()};
    const auto answer = client.ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(answer);
    if (!answer) return {};
    EXPECT_EQ(answer->status, status);
    return boost::json::parse(answer->body).as_object();
}

/// The caller may do everything, with these readers alone.
inline std::shared_ptr<const daemon::Policy> policy_for_readers(std::vector<std::string> globs) {
    daemon::ClientRule rule{.name = "desk", .who = daemon::UserRule{::geteuid()}};
    rule.grants = daemon::Grants::everything();
    rule.grants.reader_globs = std::move(globs);
    rule.grants.field_paths = {"holder.names", "holder.over_18"};
    rule.grants.routes = {daemon::RouteName::readers, daemon::RouteName::read, daemon::RouteName::whoami};
    return std::make_shared<const daemon::Policy>(std::vector{std::move(rule)}, ::geteuid(), 1000U);
}

}  // namespace fivestar::test
