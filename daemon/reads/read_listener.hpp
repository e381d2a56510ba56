// SPDX-License-Identifier: Apache-2.0
// Receives what happens at the readers and to reads.
#pragma once

#include "crypto/base/error.hpp"
#include "daemon/readers/reader_view.hpp"
#include "daemon/reads/finished_read.hpp"

#include <optional>

namespace fivestar::daemon {

/// Called on the I/O thread.
class ReadListener {
  public:
    ReadListener() = default;
    ReadListener(const ReadListener&) = delete;
    ReadListener& operator=(const ReadListener&) = delete;
    virtual ~ReadListener() = default;

    /// Every event of the reader registry, in order. `read_started` and `read_finished` among them do not say whose
    /// read it is; the functions below do.
    virtual void reader_event(const ReaderEvent& event) = 0;
    virtual void read_started(const ReadLabel& label) = 0;
    /// `error`: why the card was not read; nothing if it was.
    virtual void read_finished(const ReadLabel& label, const std::optional<Error>& error) = 0;
};

}  // namespace fivestar::daemon
