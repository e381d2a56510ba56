// SPDX-License-Identifier: Apache-2.0
// A SAM_V module behind a port: one request, one reply.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "samv/command.hpp"
#include "samv/frame.hpp"
#include "samv/port.hpp"
#include "samv/reply.hpp"

#include <chrono>
#include <optional>

namespace fivestar::samv {

/// Used by one thread at a time. `port` and `clock` must outlive it.
class Module {
  public:
    Module(Port& port, const Clock& clock) : port_{port}, clock_{clock} {}

    /// One exchange. Any status that `command` can have is a result. Errors: `deadline_exceeded` if no octets came in
    /// time, `malformed` if they were no intact reply or the reply to another command, `reader_lost` and `cancelled`
    /// from the port. Waits at most for the timeout and the time that the request and the largest frame need on the
    /// wire. The first exchange and one after a failure wait before that until the line is silent, at most 1 s.
    [[nodiscard]] Result<Reply> exchange(const Command& command) { return exchange(command, reply_timeout(command)); }
    [[nodiscard]] Result<Reply> exchange(const Command& command, std::chrono::milliseconds timeout);

    /// Sends `find_card`, twice if no card is found at first: the field may just have been switched on.
    [[nodiscard]] Result<Reply> find();

    /// For a reply whose data do not fit its command: it may be the reply to an earlier one. The next exchange waits
    /// for a silent line first.
    void distrust_line() { in_step_ = false; }

  private:
    void resynchronise();
    Result<Reply> receive(SteadyTime deadline);
    /// The next frame that is a reply. Sets `came_no_reply` if it skips another frame.
    std::optional<Reply> next_reply(bool& came_no_reply);

    Port& port_;
    const Clock& clock_;
    FrameParser parser_;
    /// The last exchange ended with its reply, so no octets of it can still arrive. False at first: a program that
    /// ended between a command and its reply leaves the reply in the device.
    bool in_step_ = false;
};

}  // namespace fivestar::samv
