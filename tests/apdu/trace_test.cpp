// SPDX-License-Identifier: Apache-2.0
#include "apdu/trace.hpp"

#include "tests/support/scripted_channel.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using namespace std::chrono_literals;

/// Each reading is three milliseconds later than the last.
class TickingClock final : public Clock {
  public:
    [[nodiscard]] SteadyTime steady() const override { return now_ += 3ms; }
    [[nodiscard]] WallTime wall() const override { return {}; }
    [[nodiscard]] BootTime boot() const override { return {}; }

  private:
    mutable SteadyTime now_{};
};

TEST(Trace, CountsExchangesOctetsAndTime) {
    test::ScriptedChannel card;
    card.expect("00B0000004", "60145F01 9000").expect("00A4020C02011E", "6A82");
    const TickingClock clock;
    std::vector<std::uint32_t> seen;
    Trace trace{card, clock, [&](const TraceTotals& totals) { seen.push_back(totals.exchanges); }};
    ASSERT_TRUE(trace.transmit({.ins = 0xB0, .le = 4}));
    ASSERT_TRUE(trace.transmit({0x00, 0xA4, 0x02, 0x0C, {0x01, 0x1E}}));
    EXPECT_EQ(trace.totals().exchanges, 2U);
    EXPECT_EQ(trace.totals().octets_sent, 12U);
    EXPECT_EQ(trace.totals().octets_received, 8U);
    EXPECT_EQ(trace.totals().card_time, 6ms);
    EXPECT_EQ(trace.totals().last_sw, sw::file_not_found);
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{1, 2}));
}

TEST(Trace, CountsFailedExchanges) {
    test::ScriptedChannel card;
    card.expect_failure("00B0000004", {ErrorCode::card_removed});
    const TickingClock clock;
    Trace trace{card, clock};
    EXPECT_EQ(trace.transmit({.ins = 0xB0, .le = 4}).error().code, ErrorCode::card_removed);
    EXPECT_EQ(trace.totals().exchanges, 1U);
    EXPECT_EQ(trace.totals().octets_received, 0U);
    EXPECT_EQ(trace.totals().card_time, 3ms);
}

TEST(Trace, ComputesTheSizeOfEveryForm) {
    const Command commands[] = {{.ins = 0x70},
                                {.ins = 0xB0, .le = 256},
                                {.ins = 0xB0, .le = 257},
                                {.ins = 0xD6, .data = Bytes(256)},
                                {.ins = 0xD6, .data = Bytes(255), .le = 1},
                                {.ins = 0xD6, .data = Bytes(3), .le = 65'536}};
    for (const Command& command : commands) {
        const Bytes encoded = encode(command).value();
        test::ScriptedChannel card;
        card.expect(encoded, Bytes{0x90, 0x00});
        const TickingClock clock;
        Trace trace{card, clock};
        ASSERT_TRUE(trace.transmit(command));
        EXPECT_EQ(trace.totals().octets_sent, encoded.size());
    }
}

}  // namespace
}  // namespace fivestar::apdu
