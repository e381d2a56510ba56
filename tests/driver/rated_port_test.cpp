// SPDX-License-Identifier: Apache-2.0
// Expected values: the rates of GA/T 467-2019. A module answers only at its own rate.
#include "driver/rated_port.hpp"

#include "tests/driver/fake_module.hpp"

#include <optional>

#include <gtest/gtest.h>

namespace fivestar::driver {
namespace {

using namespace std::chrono_literals;
using samv::Rate;

class FakeRatedPort final : public RatedPort {
  public:
    FakeRatedPort(test::FakeModule& module, test::ManualClock& clock, std::optional<Rate> of_the_module)
        : port_{module, &clock}, of_the_module_{of_the_module} {}

    Result<void> set_rate(Rate rate) override {
        rate_ = rate;
        return {};
    }
    Result<void> write(ByteView frame, SteadyTime deadline) override {
        return port_.write(rate_ == of_the_module_ ? frame : ByteView{}, deadline);
    }
    Result<std::size_t> read(MutableByteView into, SteadyTime deadline) override { return port_.read(into, deadline); }
    void discard() override { port_.discard(); }
    [[nodiscard]] std::chrono::nanoseconds wire_time(std::size_t) const override { return {}; }

  private:
    test::FakePort port_;
    std::optional<Rate> of_the_module_;
    std::optional<Rate> rate_;
};

TEST(RateDetection, FindsEveryRateInTime) {
    for (const Rate rate : {Rate::baud_115200, Rate::baud_57600, Rate::baud_38400, Rate::baud_19200, Rate::baud_9600}) {
        test::FakeModule module;
        test::ManualClock clock;
        FakeRatedPort port{module, clock, rate};
        const SteadyTime before = clock.steady();
        const auto detected = detect_rate(port, clock);
        ASSERT_TRUE(detected);
        EXPECT_EQ(*detected, rate);
        EXPECT_LE(clock.steady() - before, 1500ms);
    }
}

TEST(RateDetection, AcceptsAFailedSelfTestAsAnAnswer) {
    test::FakeModule module;
    module.answer_with(0x11, 0xFF, 0x60);
    test::ManualClock clock;
    FakeRatedPort port{module, clock, Rate::baud_38400};
    EXPECT_EQ(detect_rate(port, clock), Rate::baud_38400);
}

TEST(RateDetection, ReportsErrors) {
    test::FakeModule module;
    test::ManualClock clock;
    FakeRatedPort silent{module, clock, std::nullopt};
    EXPECT_EQ(detect_rate(silent, clock).error().code, ErrorCode::deadline_exceeded);
    module.set_plugged(false);
    FakeRatedPort gone{module, clock, Rate::baud_115200};
    EXPECT_EQ(detect_rate(gone, clock).error().code, ErrorCode::reader_lost);
}

}  // namespace
}  // namespace fivestar::driver
