// SPDX-License-Identifier: Apache-2.0
// Requests and answers of the simulated SAM_V module, with frames as published.
#include "sim/sam/frame.hpp"

#include "sim/sam/module.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fivestar::sim::sam {
namespace {

Bytes find_request() {
    return test::hex("AAAAAA9669 0003 2001 22");  // a published request
}

TEST(SamRequests, AreFoundBetweenOtherOctetsInAnyPieces) {
    const Bytes stream = [] {
        Bytes octets = test::hex("00 AAAA 9669 AAAAAA 96 AA");
        for (int copies = 0; copies < 2; ++copies) append(octets, find_request());
        append(octets, test::hex("AAAAAA9669 0004 61FF50 CA"));
        return octets;
    }();
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        RequestParser parser;
        std::vector<Request> found;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            parser.feed(ByteView{stream}.subspan(at, std::min(step, stream.size() - at)));
            while (auto request = parser.next()) found.push_back(request->value());
        }
        ASSERT_EQ(found.size(), 3U) << step;
        EXPECT_EQ(code_of(found[1]), command::find);
        EXPECT_EQ(found[2].data, test::hex("50"));
    }
}

TEST(SamRequests, AreRefusedForChecksumAndLength) {
    RequestParser parser;
    parser.feed(test::hex("AAAAAA9669 0003 2001 23  AAAAAA9669 0002 2001  AAAAAA9669 0109"));
    for (const RequestFault fault : {RequestFault::check, RequestFault::length, RequestFault::length}) {
        const auto request = parser.next();
        ASSERT_TRUE(request.has_value() && !request->has_value());
        EXPECT_EQ(request->error(), fault);
    }
    EXPECT_FALSE(parser.next().has_value());
}

TEST(SamFrames, EqualThePublishedOnes) {
    EXPECT_EQ(request_frame({.command = 0x30, .parameter = 0x05}), test::hex("AAAAAA9669 0003 3005 36"));
    EXPECT_EQ(answer_frame(status::find_failed), test::hex("AAAAAA9669 0004 000080 84"));
    EXPECT_EQ(answer_frame(status::card_found, Bytes(4)), test::hex("AAAAAA9669 0008 00009F 00000000 97"));
}

}  // namespace
}  // namespace fivestar::sim::sam
