// SPDX-License-Identifier: Apache-2.0
// The frames are those of the documentation of native messaging: 32 bits of length in native order, then the text.
#include "browser/host/frame.hpp"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

class FrameTest : public testing::Test {
  protected:
    FrameTest() {
        if (::pipe(ends_.data()) != 0) std::abort();
        ::signal(SIGPIPE, SIG_IGN);
    }
    ~FrameTest() override {
        close_input();
        ::close(ends_[0]);
    }
    void close_input() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }
    void put(std::string_view octets) const {
        ASSERT_EQ(::write(ends_[1], octets.data(), octets.size()), static_cast<ssize_t>(octets.size()));
    }
    static std::string framed(std::string_view text) {
        const auto size = static_cast<std::uint32_t>(text.size());
        std::string all(sizeof size, '\0');
        std::memcpy(all.data(), &size, sizeof size);
        return all.append(text);
    }
    std::array<int, 2> ends_{-1, -1};
};

TEST_F(FrameTest, ReadsMessagesUntilTheEnd) {
    put(framed("{}") + framed("") + framed("[1]"));
    close_input();
    for (const char* const expected : {"{}", "", "[1]"}) {
        const auto message = read_message(ends_[0]);
        ASSERT_TRUE(message && *message);
        EXPECT_EQ((*message)->view(), expected);
    }
    const auto end = read_message(ends_[0]);
    ASSERT_TRUE(end);
    EXPECT_FALSE(*end);
}

TEST_F(FrameTest, RefusesALongMessageBeforeItIsThere) {
    const std::uint32_t size = max_incoming_size + 1;
    std::array<char, sizeof size> prefix{};
    std::memcpy(prefix.data(), &size, sizeof size);
    put({prefix.data(), prefix.size()});
    const auto message = read_message(ends_[0]);
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, ErrorCode::limit_exceeded);
}

TEST_F(FrameTest, RefusesATruncatedMessage) {
    put(framed("{\"id\":1}").substr(0, 7));
    close_input();
    EXPECT_EQ(read_message(ends_[0]).error().code, ErrorCode::malformed);
    EXPECT_FALSE(read_message(ends_[0]).value());
}

TEST_F(FrameTest, RefusesATruncatedLength) {
    put({"\x02\x00", 2});
    close_input();
    EXPECT_EQ(read_message(ends_[0]).error().code, ErrorCode::malformed);
}

TEST_F(FrameTest, WritesWhatItReads) {
    MessageWriter writer{ends_[1]};
    ASSERT_TRUE(writer.write("{\"id\":1}"));
    EXPECT_EQ((*read_message(ends_[0]))->view(), "{\"id\":1}");
}

TEST_F(FrameTest, WritesNothingThatBrowsersDoNotAccept) {
    MessageWriter writer{ends_[1]};
    EXPECT_EQ(writer.write(std::string(max_outgoing_size + 1, ' ')).error().code, ErrorCode::limit_exceeded);
    close_input();
    EXPECT_FALSE(read_message(ends_[0]).value());
}

TEST_F(FrameTest, ReportsThatTheBrowserHasGone) {
    ::close(ends_[0]);
    ends_[0] = -1;
    MessageWriter writer{ends_[1]};
    EXPECT_EQ(writer.write("{}").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::browser
