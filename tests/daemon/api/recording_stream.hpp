// SPDX-License-Identifier: Apache-2.0
// An event stream that keeps what it is sent, whose client may stop taking or go away.
#pragma once

#include "daemon/http/event_stream.hpp"
#include "daemon/system/wakeup.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace fivestar::test {

class RecordingStream final : public daemon::EventStream {
  public:
    struct Event {
        std::string name;
        std::string id;
        boost::json::value data;
    };

    explicit RecordingStream(const boost::asio::any_io_executor& executor) : released_(executor) {}

    boost::asio::awaitable<bool> send(daemon::StreamEvent event) override {
        while (held_ && !gone_) co_await released_.wait();
        if (gone_) co_return false;
        const auto data = event.data.view();
        events.push_back({std::string{event.event}, event.id, boost::json::parse({data.data(), data.size()})});
        co_return true;
    }
    boost::asio::awaitable<bool> comment() override {
        ++comments;
        co_return !gone_;
    }

    /// Takes nothing more until `release`.
    void hold() { held_ = true; }
    void release() {
        held_ = false;
        released_.notify();
    }
    void go() {
        gone_ = true;
        released_.notify();
    }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const Event& event : events) all.push_back(event.name);
        return all;
    }

    std::vector<Event> events = {};
    int comments = 0;

  private:
    bool held_ = false;
    bool gone_ = false;
    daemon::Wakeup released_;
};

}  // namespace fivestar::test
