// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/embedded_source.hpp"

#include "daemon/readers/reader_view.hpp"
#include "tests/daemon/readers/test_card.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Told final : public ReaderSource::Listener {
  public:
    void service_changed(ServiceState state) override { lines.push_back(std::string{to_string(state)}); }
    void reader_added(const SourceReader& reader) override { lines.push_back("added " + reader.id); }
    void reader_removed(std::string_view id) override { lines.push_back("removed " + std::string{id}); }
    void card_inserted(std::string_view id, ByteView) override { lines.push_back("card in " + std::string{id}); }
    void card_removed(std::string_view id) override { lines.push_back("card out of " + std::string{id}); }
    std::vector<std::string> news() { return std::exchange(lines, {}); }

    std::vector<std::string> lines;
};

class EmbeddedSourceTest : public testing::Test {
  protected:
    ErrorCode connect_error(std::string_view reader) {
        const auto connection = source.connect(reader, CardDisposition::reset);
        return connection ? ErrorCode::no_progress : connection.error().code;
    }

    std::shared_ptr<Told> told = std::make_shared<Told>();
    EmbeddedSource source{{"desk", "gate"}};
};

TEST_F(EmbeddedSourceTest, ReportsPresentAndNewReadersAndCards) {
    source.insert("desk", test::passport());
    source.start(told);
    EXPECT_THAT(told->news(), ElementsAre("connected", "added desk", "card in desk", "added gate"));
    source.insert("gate", test::passport());
    source.remove("gate");
    source.remove("gate");
    source.insert("nowhere", test::passport());
    source.remove_reader("nowhere");
    source.add_reader("hall");
    source.add_reader("hall");
    source.remove_reader("desk");
    EXPECT_THAT(told->news(), ElementsAre("card in gate", "card out of gate", "added hall", "removed desk"));
    EXPECT_TRUE(source.stop());
    source.insert("hall", test::passport());
    EXPECT_THAT(told->news(), IsEmpty());
}

TEST_F(EmbeddedSourceTest, RemovesTheOldCardForANewOne) {
    source.start(told);
    source.insert("desk", test::passport());
    const auto old = source.connect("desk", CardDisposition::reset);
    told->news();
    source.insert("desk", test::passport());
    EXPECT_THAT(told->news(), ElementsAre("card out of desk", "card in desk"));
    EXPECT_EQ((*old)->channel().transmit({}).error().code, ErrorCode::card_removed);
    EXPECT_EQ((*old)->reset().error().code, ErrorCode::card_removed);
    EXPECT_TRUE((*source.connect("desk", CardDisposition::reset))->channel().transmit({}));
}

TEST_F(EmbeddedSourceTest, ConnectsOnlyToAPresentCard) {
    source.start(told);
    EXPECT_EQ(connect_error("desk"), ErrorCode::card_removed);
    EXPECT_EQ(connect_error("nowhere"), ErrorCode::reader_lost);
    source.insert("desk", {.connect = [] { return fail(ErrorCode::transport_failure); }});
    EXPECT_EQ(connect_error("desk"), ErrorCode::transport_failure);
    source.set_service(ServiceState::denied);
    EXPECT_EQ(connect_error("desk"), ErrorCode::service_denied);
    source.set_service(ServiceState::unavailable);
    EXPECT_EQ(connect_error("desk"), ErrorCode::service_lost);
}

TEST_F(EmbeddedSourceTest, FailsAnExchangeThatEndsAfterTheRemoval) {
    source.start(told);
    source.insert("desk", test::card([this](const auto&) {
                      source.remove("desk");
                      return test::answer(apdu::sw::success);
                  }));
    auto connection = source.connect("desk", CardDisposition::reset);
    EXPECT_EQ((*connection)->channel().transmit({}).error().code, ErrorCode::card_removed);
}

TEST_F(EmbeddedSourceTest, HidesItsReadersWithoutTheService) {
    source.insert("desk", test::passport());
    source.start(told);
    const auto old = source.connect("desk", CardDisposition::reset);
    told->news();
    source.set_service(ServiceState::unavailable);
    source.add_reader("hall");
    source.insert("gate", test::passport());
    EXPECT_THAT(told->news(), ElementsAre("unavailable"));
    source.set_service(ServiceState::connected);
    EXPECT_THAT(told->news(),
                ElementsAre("connected", "added desk", "card in desk", "added gate", "card in gate", "added hall"));
    EXPECT_EQ((*old)->channel().transmit({}).error().code, ErrorCode::card_removed);
}

}  // namespace
}  // namespace fivestar::daemon
