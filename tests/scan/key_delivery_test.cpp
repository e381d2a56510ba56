// SPDX-License-Identifier: Apache-2.0
#include "scan/key_delivery.hpp"

#include "tests/client/fake_server.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using scan::KeyDelivery;
using testing::HasSubstr;
using testing::StartsWith;

FakeServer::Script answer_twice(std::string first, std::string second) {
    return [first = std::move(first), second = std::move(second)](FakeServer::Peer& peer) {
        peer.read_request();
        peer.write(first);
        peer.read_request();
        peer.write(second);
    };
}

std::string readers(std::string_view list) {
    return http_answer(200, "application/json", std::string{"{\"readers\":"}.append(list).append("}"));
}

const std::string accepted = http_answer(200, "application/json", R"({"form":"td3"})");

TEST(KeyDelivery, ToTheNamedReader) {
    FakeServer server{{answer_with(accepted)}};
    const auto outcome = KeyDelivery{server.path(), "desk-reader"}.deliver("P<UTO\r");
    EXPECT_TRUE(outcome.is_done);
    EXPECT_EQ(outcome.text, "handed a scan to reader desk-reader: td3");
    EXPECT_THAT(server.requests().at(0), StartsWith("PUT /v1/readers/desk-reader/key HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests().at(0), HasSubstr("P<UTO"));
}

TEST(KeyDelivery, ToTheOnlyReader) {
    FakeServer server{{answer_twice(readers(R"([{"id":"one"}])"), accepted)}};
    EXPECT_TRUE(KeyDelivery(server.path(), "").deliver("P<UTO\r").is_done);
    EXPECT_THAT(server.requests().at(1), StartsWith("PUT /v1/readers/one/key HTTP/1.1\r\n"));
}

TEST(KeyDelivery, NotToOneOfSeveralReaders) {
    for (const auto& [list, text] :
         {std::pair{"[]", "no reader"}, {R"([{"id":"one"},{"id":"two"}])", "several readers"}}) {
        FakeServer server{{answer_with(readers(list))}};
        const auto outcome = KeyDelivery{server.path(), ""}.deliver("P<UTO\r");
        EXPECT_FALSE(outcome.is_done);
        EXPECT_THAT(outcome.text, HasSubstr(text));
    }
}

TEST(KeyDelivery, SaysWhyTheDaemonRefuses) {
    FakeServer server{{answer_with(
        http_answer(422, "application/problem+json", R"({"code":"key_not_recognised","title":"No MRZ"})"))}};
    const auto outcome = KeyDelivery{server.path(), "one"}.deliver("4006381333931");
    EXPECT_FALSE(outcome.is_done);
    EXPECT_EQ(outcome.text, "fivestard refuses: key_not_recognised, No MRZ");
}

TEST(KeyDelivery, SaysThatThereIsNoDaemon) {
    const auto outcome = KeyDelivery{"/nonexistent/socket", "one"}.deliver("P<UTO");
    EXPECT_FALSE(outcome.is_done);
    EXPECT_THAT(outcome.text, HasSubstr("does not run"));
}

}  // namespace
}  // namespace fivestar::test
