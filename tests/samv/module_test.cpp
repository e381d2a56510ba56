// SPDX-License-Identifier: Apache-2.0
// Expected values: the timeouts of other hosts (1 s to find and select, 3 s to read), and one retry of find.
#include "samv/module.hpp"

#include "tests/samv/scripted_port.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::samv {
namespace {

using namespace std::chrono_literals;
using test::hex;
using test::read_vector_bytes;
using test::reply_frame;

class ModuleTest : public testing::Test {
  protected:
    /// The first exchange waits for a silent line; the tests begin after it.
    ModuleTest() {
        port_.expect(encode(module_status), {reply_frame(0x90)});
        EXPECT_TRUE(module_.exchange(module_status));
    }

    /// The duration of `exchange` on the clock.
    template <class Exchange>
    std::chrono::nanoseconds time_of(Exchange exchange) {
        const SteadyTime before = clock_.steady();
        exchange();
        return clock_.steady() - before;
    }

    test::ManualClock clock_;
    test::ScriptedPort port_{clock_};
    Module module_{port_, clock_};
};

TEST_F(ModuleTest, ReadsAReplyInPiecesAfterNoise) {
    const Bytes frame = read_vector_bytes("samv/frame3001_Y.bin");
    port_.expect(encode(read_text_and_photo),
                 {hex("00 AA 96"), Bytes{frame.begin(), frame.begin() + 3}, Bytes{frame.begin() + 3, frame.end()}});
    const auto reply = module_.exchange(read_text_and_photo);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, Status::success);
    EXPECT_EQ(reply->data.size(), 1284U);
}

TEST_F(ModuleTest, StopsWaitingForASilentModule) {
    EXPECT_EQ(time_of([&] {
                  port_.expect(encode(select_card), {});
                  const auto reply = module_.exchange(select_card);
                  ASSERT_FALSE(reply);
                  EXPECT_EQ(reply.error().code, ErrorCode::deadline_exceeded);
              }),
              1s);
    EXPECT_EQ(time_of([&] {
                  port_.expect(encode(read_text_and_photo), {});
                  EXPECT_FALSE(module_.exchange(read_text_and_photo));
              }),
              3s + 50ms);  // and before that, the silence after the failure
}

TEST_F(ModuleTest, ExtendsTheDeadlineForASlowWireAfterTheFirstOctets) {
    port_.set_wire_time(1ms);
    EXPECT_EQ(time_of([&] {
                  port_.expect(encode(find_card), {});
                  EXPECT_FALSE(module_.exchange(find_card));
              }),
              1s + 10ms);
    EXPECT_EQ(time_of([&] {
                  port_.expect(encode(find_card), {hex("AA")});
                  EXPECT_FALSE(module_.exchange(find_card));
              }),
              1s + 10ms + 4096ms + 50ms);
}

TEST_F(ModuleTest, RepeatsFindOnceIfNoCardWasFound) {
    port_.expect(encode(find_card), {reply_frame(0x80)});
    port_.expect(encode(find_card), {reply_frame(0x9F, hex("00000000"))});
    const auto found = module_.find();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, Status::card_found);

    port_.expect(encode(find_card), {reply_frame(0x80)});
    port_.expect(encode(find_card), {reply_frame(0x80)});
    const auto not_found = module_.find();
    ASSERT_TRUE(not_found);
    EXPECT_EQ(not_found->status, Status::find_failed);
    EXPECT_TRUE(port_.done());

    port_.expect(encode(find_card), {reply_frame(0x66)});
    const auto refused = module_.find();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, Status::sam_not_authorised);
    EXPECT_EQ(port_.unexpected_requests(), 0U);
}

TEST_F(ModuleTest, ADamagedReplyIsMalformedAfterAShortWait) {
    Bytes damaged = reply_frame(0x90);
    damaged.back() ^= 1;
    EXPECT_EQ(time_of([&] {
                  port_.expect(encode(read_text_and_photo), {damaged});
                  const auto reply = module_.exchange(read_text_and_photo);
                  ASSERT_FALSE(reply);
                  EXPECT_EQ(reply.error().code, ErrorCode::malformed);
              }),
              200ms);
}

TEST_F(ModuleTest, AReplyWithoutAStatusIsMalformed) {
    port_.expect(encode(find_card), {encode_frame(hex("00 00"))});
    const auto reply = module_.exchange(find_card);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::malformed);
}

TEST_F(ModuleTest, AnEchoOfTheRequestIsNotAReply) {
    port_.expect(encode(find_card), {encode(find_card), reply_frame(0x80)});
    const auto reply = module_.exchange(find_card);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, Status::find_failed);
}

TEST_F(ModuleTest, ALateReplyIsNotTheNextReply) {
    port_.expect(encode(read_text_and_photo), {});
    port_.say_late(read_vector_bytes("samv/frame3001_Y.bin"));
    EXPECT_FALSE(module_.exchange(read_text_and_photo));
    port_.expect(encode(find_card), {reply_frame(0x80)});
    const auto reply = module_.exchange(find_card);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, Status::find_failed);
}

// GA/T 467: only finding a card is answered by 9F, and never by 90. Such a reply belongs to another command.
TEST_F(ModuleTest, AReplyThatTheCommandCannotHaveEndsWithASilentLine) {
    port_.expect(encode(find_card), {reply_frame(0x90), reply_frame(0x9F, hex("00000000"))});
    const auto found = module_.exchange(find_card);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::malformed);
    port_.expect(encode(select_card), {reply_frame(0x9F, hex("00000000"))});
    EXPECT_EQ(time_of([&] {
                  const auto selected = module_.exchange(select_card);
                  ASSERT_FALSE(selected);
                  EXPECT_EQ(selected.error().code, ErrorCode::malformed);
              }),
              50ms);
    port_.expect(encode(find_card), {reply_frame(0x80)});
    const auto reply = module_.exchange(find_card);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, Status::find_failed);
}

TEST_F(ModuleTest, DistrustOfTheLineMakesTheNextExchangeWaitForSilence) {
    module_.distrust_line();
    port_.expect(encode(find_card), {reply_frame(0x80)});
    EXPECT_EQ(time_of([&] { EXPECT_TRUE(module_.exchange(find_card)); }), 50ms);
    port_.expect(encode(find_card), {reply_frame(0x80)});
    EXPECT_EQ(time_of([&] { EXPECT_TRUE(module_.exchange(find_card)); }), 0ms);
}

TEST_F(ModuleTest, UnrequestedOctetsAreDropped) {
    port_.say(reply_frame(0x9F, hex("00000000")));
    port_.expect(encode(find_card), {reply_frame(0x80)});
    const auto reply = module_.exchange(find_card);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, Status::find_failed);
}

TEST_F(ModuleTest, AModuleThatNeverStopsSendingHasALimit) {
    port_.babble(Bytes(512, 0xAA));
    EXPECT_LT(time_of([&] {
                  const auto reply = module_.exchange(read_text_and_photo);
                  ASSERT_FALSE(reply);
                  EXPECT_EQ(reply.error().code, ErrorCode::deadline_exceeded);
              }),
              3s + 10ms);
    EXPECT_LT(time_of([&] { EXPECT_FALSE(module_.exchange(find_card)); }), 2s + 10ms);
}

TEST_F(ModuleTest, ALostPortIsReported) {
    port_.fail_with(ErrorCode::reader_lost);
    const auto reply = module_.exchange(find_card);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::reader_lost);
}

}  // namespace
}  // namespace fivestar::samv
