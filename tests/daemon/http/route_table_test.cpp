// SPDX-License-Identifier: Apache-2.0
// Routes by path and method.
#include "daemon/http/route_table.hpp"

#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/http/usual_routes.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using testing::HasSubstr;

TEST(HttpServer, DecodesPathAndQuery) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(get("/things/front%2Ddesk?view=a%26b+c&x=1")), IsText("front-desk|a&b c"));
    EXPECT_THAT(client.ask(get("/things/front-desk?view=a&y=1")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/%E5%8C%97%E4%BA%AC")), IsText("北京|"));
    EXPECT_THAT(client.ask("GET http://localhost/things/a HTTP/1.1\r\nHost: localhost\r\n\r\n"), IsText("a|"));
    EXPECT_THAT(client.ask("DELETE /things/b HTTP/1.1\r\nHost: localhost\r\n\r\n"), IsText("b|"));
    EXPECT_THAT(client.ask(get("/things/%00")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/%C0%AF")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/%ED%A0%80")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/%4")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/")), IsProblem(404U, "not_found"));
    EXPECT_THAT(client.ask(get("/things/a/")), IsProblem(404U, "not_found"));
}

TEST(HttpServer, RefusesUnknownPathsMethodsAndTypes) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(get("/")), IsProblem(404U, "not_found"));
    EXPECT_THAT(client.ask(get("/hello/")), IsProblem(404U, "not_found"));
    const auto wrong_method = client.ask("PATCH /things/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_THAT(wrong_method, IsProblem(405U, "method_not_allowed"));
    EXPECT_THAT(wrong_method->head, HasSubstr("Allow: GET, HEAD, DELETE\r\n"));
    EXPECT_THAT(client.ask(get("/hello", "Accept: image/png\r\n")), IsProblem(406U, "not_acceptable"));
    EXPECT_THAT(client.ask(get("/hello", "Accept: image/png, */*;q=0.1\r\n")), IsText("hello"));
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: text/xml\r\n")),
                IsProblem(415U, "unsupported_media_type"));
}

}  // namespace
}  // namespace fivestar::test
