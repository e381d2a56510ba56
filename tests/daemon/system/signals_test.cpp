// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/signals.hpp"

#include <csignal>
#include <string>

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

TEST(Signals, ReachTheirCallbacks) {
    boost::asio::io_context context{1};
    std::string heard;
    const daemon::Signals signals{context, [&] { heard += 'r'; },
                                  [&] {
                                      heard += 's';
                                      context.stop();
                                  }};
    boost::asio::post(context, [] {
        ::raise(SIGHUP);
        ::raise(SIGTERM);
    });
    context.run();
    EXPECT_EQ(heard, "rs");
    context.restart();
    boost::asio::post(context, [] { ::raise(SIGINT); });
    context.run();
    EXPECT_EQ(heard, "rss");
}

}  // namespace
}  // namespace fivestar::test
