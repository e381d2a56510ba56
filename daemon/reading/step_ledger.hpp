// SPDX-License-Identifier: Apache-2.0
// The ledger of one read: what was attempted, how it went, how long it took; and the progress that clients see.
#pragma once

#include "apdu/trace.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "daemon/reading/read_observer.hpp"
#include "daemon/reading/read_outcome.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace fivestar::daemon {

class StepLedger {
  public:
    /// All must outlive the ledger.
    StepLedger(const Clock& clock, ReadObserver& observer) : clock_(clock), observer_(observer) {}

    /// How many steps there will be, as far as is known; never fewer than have begun.
    void expect(std::size_t steps) { expected_ = steps; }

    /// Runs `step()`, which gives a Result, and writes it down under `name`, a literal. The error's step becomes `name`
    /// unless it has one.
    template <class Step>
    auto run(std::string_view name, Step&& step) {
        const SteadyTime since = begin(name);
        auto result = std::forward<Step>(step)();
        if (result) {
            end(name, since, Outcome::passed, 0);
        } else {
            if (result.error().step.empty()) result.error().step = name;
            end(name, since, Outcome::failed, result.error().sw);
        }
        return result;
    }

    /// The step was not done, and that is no failure.
    void skip(std::string_view name);

    /// Octets of the file that the running step reads.
    void octets(std::uint64_t done, std::uint64_t total);

    /// The status word of the last exchange, for the step that is running.
    void saw(apdu::StatusWord sw) { last_sw_ = sw.value; }

    [[nodiscard]] const std::vector<StepReport>& steps() const { return steps_; }

  private:
    SteadyTime begin(std::string_view name);
    void end(std::string_view name, SteadyTime since, Outcome outcome, std::uint16_t sw);

    const Clock& clock_;
    ReadObserver& observer_;
    std::vector<StepReport> steps_;
    std::string_view running_ = {};
    std::size_t expected_ = 0;
    std::uint16_t last_sw_ = 0;
};

}  // namespace fivestar::daemon
