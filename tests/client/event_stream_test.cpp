// SPDX-License-Identifier: Apache-2.0
// Event streams; the first examples are those of the WHATWG HTML standard, §9.2.6 and §9.2.7.
#include "client/event_stream.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::client {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "name|id|data" of each event.
std::vector<std::string> parse(std::string_view octets, std::size_t piece) {
    EventStreamParser parser;
    std::vector<std::string> events;
    const auto on_event = [&](const fivestar_event& event) {
        EXPECT_EQ(std::string_view{event.data}, std::string_view(event.data, event.data_size));
        events.push_back(std::string{event.name} + "|" + event.id + "|" + event.data);
        return true;
    };
    for (std::size_t at = 0; at < octets.size(); at += piece) {
        EXPECT_EQ(parser.parse(octets.substr(at, piece), on_event), FIVESTAR_OK);
    }
    return events;
}

std::vector<std::string> parse(std::string_view octets) {
    const auto whole = parse(octets, octets.size());
    for (const std::size_t piece : {1UZ, 2UZ, 5UZ}) EXPECT_EQ(parse(octets, piece), whole) << "in pieces of " << piece;
    return whole;
}

TEST(EventStreamParser, ReadsTheStandardsExamples) {
    EXPECT_THAT(parse("data: YHOO\ndata: +2\ndata: 10\n\n"), ElementsAre("message||YHOO\n+2\n10"));
    EXPECT_THAT(parse(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n"),
                ElementsAre("message|1|first event", "message||second event"));
    EXPECT_THAT(parse("data\n\ndata\ndata\n\ndata:"), ElementsAre("message||", "message||\n"));
    EXPECT_THAT(parse("data:test\n\ndata: test\n\n"), ElementsAre("message||test", "message||test"));
    EXPECT_THAT(parse("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n"),
                ElementsAre("add||73857293", "remove||2153"));
}

TEST(EventStreamParser, AcceptsEveryLineEnd) {
    EXPECT_THAT(parse("data: a\r\n\r\ndata: b\r\rdata: c\n\n"), ElementsAre("message||a", "message||b", "message||c"));
}

TEST(EventStreamParser, SkipsOneByteOrderMark) {
    EXPECT_THAT(parse("\xEF\xBB\xBF"
                      "data: a\n\n"),
                ElementsAre("message||a"));
    EXPECT_THAT(parse("data: a\n\n\xEF\xBB\xBF"
                      "data: b\n\n"),
                ElementsAre("message||a"));
}

TEST(EventStreamParser, KeepsTheIdAndForgetsTheName) {
    EXPECT_THAT(parse("id: b1-7\nevent: card_inserted\ndata: {}\n\ndata: {}\n\n"),
                ElementsAre("card_inserted|b1-7|{}", "message|b1-7|{}"));
}

TEST(EventStreamParser, IgnoresUnknownFields) {
    EXPECT_THAT(parse("retry: 100\nnoise\nevent: x\n\ndata: a\n\n"), ElementsAre("message||a"));
    EXPECT_THAT(parse(std::string_view{"id: a\0b\ndata: c\n\n", 17}), ElementsAre("message||c"));
    EXPECT_THAT(parse(": a comment alone\n\n"), IsEmpty());
}

TEST(EventStreamParser, LimitsLinesEventsAndNames) {
    const auto ignore = [](const fivestar_event&) { return true; };
    const std::string megabyte(1024UZ * 1024, 'a');
    EventStreamParser line;
    for (int at = 0; at < 4; ++at) EXPECT_EQ(line.parse(megabyte, ignore), FIVESTAR_OK);
    EXPECT_EQ(line.parse("a", ignore), FIVESTAR_TOO_LARGE);

    EventStreamParser event;
    for (int at = 0; at < 3; ++at) EXPECT_EQ(event.parse("data:" + megabyte + "\n", ignore), FIVESTAR_OK);
    EXPECT_EQ(event.parse("data:" + megabyte + "\n", ignore), FIVESTAR_TOO_LARGE);

    EventStreamParser name;
    EXPECT_EQ(name.parse("event:" + std::string(max_event_id_octets + 1, 'a') + "\n", ignore), FIVESTAR_TOO_LARGE);
    EventStreamParser id;
    EXPECT_EQ(id.parse("id:" + std::string(max_event_id_octets + 1, 'a') + "\n", ignore), FIVESTAR_TOO_LARGE);
}

TEST(EventStreamParser, StopsIfTheCallbackSaysSo) {
    EventStreamParser parser;
    int events = 0;
    const auto once = [&](const fivestar_event&) { return ++events < 2; };
    EXPECT_EQ(parser.parse("data: a\n\ndata: b\n\ndata: c\n\n", once), FIVESTAR_CANCELLED);
    EXPECT_EQ(events, 2);
}

}  // namespace
}  // namespace fivestar::client
