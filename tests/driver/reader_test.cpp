// SPDX-License-Identifier: Apache-2.0
// A reader with its thread and a simulated module, in real time with short intervals.
#include "driver/reader.hpp"

#include "tests/driver/fake_module.hpp"
#include "tests/support/vector_file.hpp"

#include <atomic>
#include <functional>
#include <thread>

#include <gtest/gtest.h>

namespace fivestar::driver {
namespace {

using namespace std::chrono_literals;
using test::FakeModule;
using test::hex;

constexpr auto patience = 60s;

class FakeSource final : public PortSource {
  public:
    explicit FakeSource(FakeModule& module) : module_{module} {}
    Result<std::unique_ptr<samv::Port>> open(const Interruption&) override {
        if (!module_.plugged()) return fail(ErrorCode::reader_lost);
        return std::make_unique<test::FakePort>(module_, nullptr);
    }

  private:
    FakeModule& module_;
};

class ReaderTest : public testing::Test {
  protected:
    std::unique_ptr<Reader> make_reader() {
        return std::make_unique<Reader>(
            std::make_unique<FakeSource>(module_), clock_,
            [this](const std::string& what) {
                const std::lock_guard lock{mutex_};
                log_ += what + '\n';
            },
            ReaderTimings{.between_polls = 5ms, .between_opens = 5ms});
    }

    static bool eventually(const std::function<bool()>& holds) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!holds()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::sleep_for(2ms);
        }
        return true;
    }

    static Bytes transmit(Reader& reader, std::string_view command) {
        Bytes answer(2048);
        const auto size = reader.transmit(hex(command), answer);
        answer.resize(size.value_or(0));
        return answer;
    }

    std::string log() {
        const std::lock_guard lock{mutex_};
        return log_;
    }

    SystemClock clock_;
    FakeModule module_;
    std::mutex mutex_;
    std::string log_;
};

TEST_F(ReaderTest, DetectsCardsAndAnswersEveryBlock) {
    const auto reader = make_reader();
    EXPECT_FALSE(reader->card_present());
    module_.present({});
    ASSERT_TRUE(eventually([&] { return reader->card_present(); }));
    Bytes stream;
    for (const std::string_view block : {"00", "01", "02", "03", "04", "05"}) {
        Bytes answer = transmit(*reader, "FF B0 " + std::string{block} + " 00 00");
        ASSERT_GE(answer.size(), 2U);
        EXPECT_EQ(answer[answer.size() - 2], 0x90);
        answer.resize(answer.size() - 2);
        append(stream, answer);
    }
    Bytes whole = transmit(*reader, "FF B0 00 00 00 00 00");
    ASSERT_EQ(whole.size(), 1286U);
    whole.resize(1284);
    EXPECT_EQ(stream, whole);
    EXPECT_EQ(transmit(*reader, "FF B0 05 00 03"), hex("6C04"));
    EXPECT_EQ(transmit(*reader, "FF B0 00 00 FF"), hex("6C00"));
    EXPECT_EQ(transmit(*reader, "FF CA F1 00 00"), hex("300190 9000"));
    module_.lift();
    EXPECT_TRUE(eventually([&] { return !reader->card_present(); }));
}

TEST_F(ReaderTest, AnswersSomeCommandsWithoutACard) {
    const auto reader = make_reader();
    ASSERT_TRUE(eventually([&] { return !reader->printed_sam_id().empty(); }));
    EXPECT_EQ(reader->printed_sam_id(), "05.03-20150101-0001234567-0123456789");
    EXPECT_EQ(transmit(*reader, "FF CA F0 00 10"), hex("0500030055773301 87D6120015CD5B07 9000"));
    EXPECT_EQ(transmit(*reader, "FF CA F1 00 03"), hex("000000 9000"));
    Bytes zeros(1286, 0);
    zeros[1284] = 0x90;
    EXPECT_EQ(transmit(*reader, "FF CA F5 00 00 05 04"), zeros);
    EXPECT_EQ(transmit(*reader, "FF CA F5 00 00").size(), 258U);
    EXPECT_EQ(transmit(*reader, "00 A4 04 00 00"), hex("6E00"));
    Bytes answer(64);
    EXPECT_FALSE(reader->transmit(hex("FF B0 00 00 00"), answer)) << "there is no card";
}

TEST_F(ReaderTest, FingerprintBlocksEndAfterTheFingerprints) {
    const auto reader = make_reader();
    module_.present({.fingerprints = Bytes(512, 'F')});
    ASSERT_TRUE(eventually([&] { return reader->card_present(); }));
    EXPECT_EQ(transmit(*reader, "FF CA F4 01 00").size(), 258U);
    EXPECT_EQ(transmit(*reader, "FF CA F4 02 00"), hex("6A86"));
}

TEST_F(ReaderTest, EveryRemovalIsReportedBeforeTheNextCard) {
    const auto reader = make_reader();
    module_.present({});
    ASSERT_TRUE(eventually([&] { return reader->card_present(); }));
    EXPECT_EQ(transmit(*reader, "FF B0 00 00 00").size(), 258U);
    module_.present({});
    const unsigned probes = module_.count(0x20, 0x01);
    ASSERT_TRUE(eventually([&] { return module_.count(0x20, 0x01) > probes + 10; })) << "the new card was found";
    EXPECT_FALSE(reader->card_present()) << "the removal comes first";
    EXPECT_TRUE(eventually([&] { return reader->card_present(); }));
}

TEST_F(ReaderTest, AWaitEndsWithTheChange) {
    const auto reader = make_reader();
    EXPECT_FALSE(reader->wait_for_change(10ms));
    std::jthread hand{[&] { module_.present({}); }};
    EXPECT_TRUE(reader->wait_for_change(patience));
    EXPECT_TRUE(reader->card_present());
    reader->stop_waiting();
    EXPECT_FALSE(reader->wait_for_change(24h)) << "ends at once, not within the time of a test";
    hand = std::jthread{[&] { module_.lift(); }};
    EXPECT_TRUE(reader->wait_for_change(patience)) << "one stop ends one wait: pcscd stops one after each client";
}

TEST_F(ReaderTest, AnAdapterIsUnpluggedAndReturns) {
    const auto reader = make_reader();
    module_.present({});
    ASSERT_TRUE(eventually([&] { return reader->card_present(); }));
    module_.set_plugged(false);
    ASSERT_TRUE(eventually([&] { return !reader->card_present(); }));
    ASSERT_TRUE(eventually([&] { return reader->printed_sam_id().empty(); }));
    Bytes answer(64);
    EXPECT_FALSE(reader->transmit(hex("FF B0 00 00 00"), answer));
    EXPECT_EQ(transmit(*reader, "FF CA F0 00 00"), hex("6F00"));
    module_.set_plugged(true);
    ASSERT_TRUE(eventually([&] { return reader->card_present(); }));
    EXPECT_EQ(transmit(*reader, "FF B0 00 00 00").size(), 258U);
    EXPECT_NE(log().find("lost the SAM_V module: reader_lost"), std::string::npos);
}

TEST_F(ReaderTest, LogsAnErrorOfTheModuleOnce) {
    module_.answer_with(0x20, 0x01, 0x60);
    const auto reader = make_reader();
    ASSERT_TRUE(eventually([&] { return module_.count(0x20, 0x01) > 3; }));
    EXPECT_FALSE(reader->card_present());
    const std::string said = log();
    const std::size_t first = said.find("self-test");
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(said.find("self-test", first + 1), std::string::npos);
}

TEST_F(ReaderTest, LogsErrorsThatAlternateOnce) {
    const Bytes statuses = hex("60 66");
    const auto reader = make_reader();
    for (int round = 0; round < 3; ++round) {
        for (const std::uint8_t status : statuses) {
            module_.answer_with(0x20, 0x01, status);
            const unsigned asked = module_.count(0x20, 0x01);
            ASSERT_TRUE(eventually([&] { return module_.count(0x20, 0x01) > asked + 3; }));
        }
    }
    const std::string said = log();
    for (const std::string_view fault : {"self-test", "not authorised"}) {
        const std::size_t first = said.find(fault);
        EXPECT_NE(first, std::string::npos);
        EXPECT_EQ(said.find(fault, first + 1), std::string::npos) << said;
    }
}

TEST_F(ReaderTest, SurvivesAnyOutputOfAModule) {
    const auto reader = make_reader();
    module_.present({});
    ASSERT_TRUE(eventually([&] { return reader->card_present(); }));
    for (const std::string_view rubbish :
         {"AA AA AA 96 69", "AA AA AA 96 69 00 00", "AA AA AA 96 69 FF FF 00", "AA AA AA 96 69 00 03 00 00 03",
          "AA AA AA 96 69 00 04 00 00 90 95", "00", "AA AA AA 96 69 00 05 00 00 90 00 95"}) {
        module_.say_instead(hex(rubbish));
        Bytes answer(64);
        const auto size = reader->transmit(hex("FF B0 00 00 00"), answer);
        if (size) {
            EXPECT_EQ(*size, 2U) << rubbish;
        }
    }
    module_.say_instead({});
    // Garbage may have used up the module's one read of this card; the next card can be read.
    module_.lift();
    ASSERT_TRUE(eventually([&] { return !reader->card_present(); }));
    module_.present({});
    ASSERT_TRUE(eventually([&] { return reader->card_present(); }));
    EXPECT_EQ(transmit(*reader, "FF B0 00 00 00").size(), 258U);
}

TEST_F(ReaderTest, ServesManyCallersAtOnce) {
    const auto reader = make_reader();
    module_.present({.text = Bytes(256, 'S'), .photo = Bytes(1024, 'S')});
    std::atomic<bool> stop{false};
    std::vector<std::jthread> callers;
    for (const std::string_view command :
         {"FF B0 00 00 00", "FF CA F2 00 00", "FF CA F1 00 00", "FF CA 00 00 00", "00 A4 00 00 00"}) {
        callers.emplace_back([&, command] {
            Bytes answer(2048);
            while (!stop) {
                static_cast<void>(reader->transmit(hex(command), answer));
                static_cast<void>(reader->card_present());
                static_cast<void>(reader->wait_for_change(1ms));
            }
        });
    }
    for (int round = 0; round < 10; ++round) {
        module_.lift();
        const unsigned after_lifting = module_.requests();
        EXPECT_TRUE(eventually([&] { return module_.requests() > after_lifting + 10; }));
        module_.present({});
        const unsigned after_presenting = module_.requests();
        EXPECT_TRUE(eventually([&] { return module_.requests() > after_presenting + 10; }));
    }
    stop = true;
    callers.clear();
    EXPECT_EQ(log().find("SSSS"), std::string::npos);
}

}  // namespace
}  // namespace fivestar::driver
