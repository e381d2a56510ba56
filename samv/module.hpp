// SPDX-License-Identifier: Apache-2.0
// A SAM_V module behind a port: one request, one reply, with the waits that hosts use.
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

/// To be used by one thread at a time. `port` and `clock` must outlive it.
class Module {
  public:
    Module(Port& port, const Clock& clock);

    /// One exchange. Any status is a result. Errors: `deadline_exceeded` where nothing came in time, `malformed` where
    /// what came was no intact reply, `reader_lost` and `cancelled` from the port. Waits at most for
    /// reply_timeout(command) and the time that request and largest frame need on the wire.
    [[nodiscard]] Result<Reply> exchange(const Command& command);
    [[nodiscard]] Result<Reply> exchange(const Command& command, std::chrono::milliseconds timeout);

    /// `find_card`, asked once more where no card was found: the field may just have been switched on.
    [[nodiscard]] Result<Reply> find();

  private:
    void resynchronise();
    Result<Reply> receive(SteadyTime deadline);
    /// The next frame that came and is a reply. `came_no_reply` becomes true if one came that is none.
    std::optional<Reply> next_reply(bool& came_no_reply);

    Port& port_;
    const Clock& clock_;
    FrameParser parser_;
    bool in_step_ = true;  ///< the last exchange ended with a reply, so nothing of it can still be under way
};

}  // namespace fivestar::samv
