// SPDX-License-Identifier: Apache-2.0
// Routes of a server under test, requests to them, and matchers of answers. RFC 9110 and RFC 9112 define the answers,
// docs/API.md the problems.
#pragma once

#include "daemon/api/problem.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/system/wakeup.hpp"
#include "tests/daemon/http/served.hpp"

#include <string>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {

inline daemon::Response text_response(std::string_view text) {
    return {.content_type = "text/plain", .body = Utf8Text{text}};
}

inline boost::asio::awaitable<daemon::Reply> hello(daemon::Request&) {
    co_return text_response("hello");
}

inline boost::asio::awaitable<daemon::Reply> echo(daemon::Request& request) {
    co_return text_response(request.message.body.view());
}

inline boost::asio::awaitable<daemon::Reply> show_target(daemon::Request& request) {
    std::string text{request.parameter("id")};
    text += '|';
    text += request.message.query_value("view").value_or("");
    co_return text_response(text);
}

/// Waits until the client has gone or the daemon shuts down.
inline boost::asio::awaitable<void> wait_for_end(daemon::Request& request) {
    daemon::Wakeup wakeup{request.link.executor()};
    const std::stop_token ended = request.link.ended();
    const std::stop_callback on_end{ended, [&wakeup] { wakeup.notify(); }};
    while (!ended.stop_requested()) co_await wakeup.wait();
}

inline daemon::RouteTable usual_routes() {
    daemon::RouteTable table;
    table.add({daemon::Method::get, "/hello", daemon::RouteName::health, hello, {"text/plain"}});
    table.add({daemon::Method::post, "/echo", daemon::RouteName::read, echo, {"text/plain"}});
    table.add({.method = daemon::Method::get,
               .pattern = "/things/{id}",
               .permission = daemon::RouteName::readers,
               .handler = show_target,
               .produces = {},
               .parameters = {"view", "x"}});
    table.add({daemon::Method::delete_, "/things/{id}", daemon::RouteName::readers, show_target, {}});
    return table;
}

inline std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{headers} + "\r\n";
}

inline std::string post(std::string_view path, std::string_view body, std::string_view headers = "") {
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string{headers} + "\r\n" + std::string{body};
}

MATCHER_P2(IsProblem, status, code, "") {
    if (!arg || arg->status != status) return false;
    const auto members = boost::json::parse(arg->body).as_object();
    return members.at("code") == code && members.at("status") == status &&
           members.at("type") == boost::json::string{std::string{"urn:fivestar:problem:"} + code} &&
           arg->head.find("Content-Type: application/problem+json\r\n") != std::string::npos;
}

MATCHER_P(IsText, text, "") {
    return arg && arg->status == 200 && arg->body == text;
}

}  // namespace fivestar::test
