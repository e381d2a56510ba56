// SPDX-License-Identifier: Apache-2.0
// Readings that replace those of a card.
#pragma once

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/specimen_outcome.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::daemon {

/// A reading that begins, and ends when it is let go or nobody wants it any more.
struct HeldReading {
    test::Happening begun;
    test::Happening let_go;
    test::Happening stopped;

    [[nodiscard]] CardReader reader() {
        return
            [this](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext& job) -> Result<ReadOutcome> {
                const std::stop_callback on_stop{job.stop(), [this] {
                                                     stopped.happen();
                                                     let_go.happen();
                                                 }};
                begun.happen();
                EXPECT_TRUE(let_go.wait());
                if (job.stop().stop_requested()) return fail(ErrorCode::cancelled);
                return test::full_outcome();
            };
    }
};

inline CardReader failing(Error error) {
    return [error](apdu::CardConnection&, const ReadRequest&, ReadObserver&, JobContext&) -> Result<ReadOutcome> {
        return std::unexpected{error};
    };
}

}  // namespace fivestar::daemon
