// SPDX-License-Identifier: Apache-2.0
// Expected values: the published USB protocols of SAM_V modules: two bulk pipes with whole frames; four pipes, where 02
// and 81 carry preamble and length; HID reports of 64 octets padded with zeros.
#include "driver/usb_port.hpp"

#include "samv/module.hpp"
#include "tests/driver/fake_module.hpp"
#include "tests/samv/scripted_port.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

#include <gtest/gtest.h>

namespace fivestar::driver {
namespace {

using namespace std::chrono_literals;
using test::hex;

using Form = UsbLayout::Form;

// Full speed (USB 2.0 §5.7.3 and §5.8.3): packets of 64 octets.
constexpr std::uint16_t packet = 64;
const std::vector<UsbEndpoint> four_pipes{
    {0x81, false, packet}, {0x02, false, packet}, {0x85, false, packet}, {0x06, false, packet}};
const std::vector<UsbEndpoint> two_pipes{{0x82, false, packet}, {0x01, false, packet}};
const std::vector<UsbEndpoint> reports{{0x83, true, packet}, {0x04, true, packet}};

/// The module's side of a device: collects octets and answers on the pipes of its protocol. Like a host controller
/// (USB 2.0 §5.3.2), it ends a transfer with a short packet or when the transfer is full. The octets of another one are
/// lost, as with QEMU's.
class FakeDevice final : public UsbDevice {
  public:
    FakeDevice(test::FakeModule& module, std::vector<UsbEndpoint> endpoints, Form form)
        : module_{module}, endpoints_{std::move(endpoints)}, form_{form} {}

    [[nodiscard]] const std::vector<UsbEndpoint>& endpoints() const override { return endpoints_; }

    Result<std::size_t> send(const UsbEndpoint& endpoint, ByteView octets, std::chrono::milliseconds) override {
        if (!module_.plugged()) return fail(ErrorCode::reader_lost);
        transfers.emplace_back(endpoint.address, copy(octets));
        append(sent_, octets);
        const std::size_t length = sent_.size() < 7 ? 7 : static_cast<std::size_t>(sent_[5] << 8 | sent_[6]) + 7;
        if (sent_.size() < length) return octets.size();
        sent_.resize(length);
        answer(module_.answer(sent_));
        sent_.clear();
        return octets.size();
    }

    Result<std::size_t> receive(const UsbEndpoint& endpoint, MutableByteView into, std::chrono::milliseconds) override {
        if (!module_.plugged()) return fail(ErrorCode::reader_lost);
        auto& pipe = pipes[endpoint.address];
        std::size_t filled = 0;
        while (!pipe.empty()) {
            const Bytes came = pipe.front();
            pipe.pop_front();
            if (came.size() > into.size() - filled) return fail(ErrorCode::malformed);
            std::ranges::copy(came, into.subspan(filled).begin());
            filled += came.size();
            if (came.size() < endpoint.packet_size || filled == into.size()) return filled;
        }
        return fail(ErrorCode::deadline_exceeded);
    }

    std::vector<std::pair<int, Bytes>> transfers;
    std::map<int, std::deque<Bytes>> pipes;  ///< packets
    std::size_t displacement = 3;            ///< zeros before a frame on two pipes

  private:
    void answer(Bytes frame) {
        if (frame.empty()) return;
        if (form_ == Form::two_pipes) {
            frame.insert(frame.begin(), displacement, 0x00);
            put(0x82, frame);
        } else if (form_ == Form::four_pipes) {
            pipes[0x81].emplace_back(frame.begin(), frame.begin() + 7);
            put(0x85, ByteView{frame}.subspan(7));
        } else {
            frame.resize((frame.size() + 63) / 64 * 64);
            put(0x83, frame);
        }
    }

    void put(int pipe, ByteView octets) {
        while (!octets.empty()) {
            const ByteView one = octets.first(std::min<std::size_t>(octets.size(), packet));
            pipes[pipe].push_back(copy(one));
            octets = octets.subspan(one.size());
        }
    }

    test::FakeModule& module_;
    std::vector<UsbEndpoint> endpoints_;
    Form form_;
    Bytes sent_;
};

class UsbPortTest : public testing::Test {
  protected:
    UsbPort& open(const std::vector<UsbEndpoint>& endpoints, Form form) {
        auto device = std::make_unique<FakeDevice>(fake_, endpoints, form);
        device_ = device.get();
        const auto layout = choose_layout(endpoints);
        EXPECT_TRUE(layout && layout->form == form);
        port_ = std::make_unique<UsbPort>(std::move(device), layout.value(), interruption_);
        return *port_;
    }

    void read_a_card(UsbPort& port) {
        samv::Module module{port, clock_};
        fake_.present({});
        ASSERT_TRUE(module.find());
        ASSERT_TRUE(module.exchange(samv::select_card));
        const auto reply = module.exchange(samv::read_text_and_photo);
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->data.size(), 1284U);
        const auto fingerprints = module.exchange(samv::read_with_fingerprints);
        ASSERT_TRUE(fingerprints);
        EXPECT_EQ(fingerprints->data.size(), 1286U);
    }

    SystemClock clock_;
    test::FakeModule fake_;
    Interruption interruption_;
    FakeDevice* device_ = nullptr;
    std::unique_ptr<UsbPort> port_;
};

TEST(UsbLayout, FollowsFromTheEndpoints) {
    EXPECT_EQ(choose_layout(four_pipes)->form, Form::four_pipes);
    EXPECT_EQ(choose_layout(two_pipes)->form, Form::two_pipes);
    EXPECT_EQ(choose_layout(reports)->form, Form::reports);
    EXPECT_FALSE(choose_layout({}));
    EXPECT_FALSE(choose_layout({{0x81, false, packet}}));
    EXPECT_FALSE(choose_layout({{0x81, false, packet}, {0x02, true, packet}}));
    EXPECT_EQ(choose_layout({{0x81, false, packet}, {0x02, false, packet}, {0x85, false, packet}})->form,
              Form::two_pipes);
}

TEST_F(UsbPortTest, TwoPipesCarryWholeFrames) {
    read_a_card(open(two_pipes, Form::two_pipes));
    EXPECT_EQ(device_->transfers.front(), std::pair(0x01, hex("AA AA AA 96 69 00 03 20 01 22")));
}

// A reply of 19 octets, and zeros up to a whole packet: no short packet ends the transfer.
TEST_F(UsbPortTest, AReplyThatFillsItsPacketsComesAtOnce) {
    UsbPort& port = open(two_pipes, Form::two_pipes);
    device_->displacement = packet - 19;
    samv::Module module{port, clock_};
    fake_.present({});
    ASSERT_TRUE(module.find());
    const auto reply = module.exchange(samv::select_card);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, samv::Status::success);
}

TEST_F(UsbPortTest, FourPipesCarryHeadAndRest) {
    read_a_card(open(four_pipes, Form::four_pipes));
    EXPECT_EQ(device_->transfers[0], std::pair(0x02, hex("AA AA AA 96 69 00 03")));
    EXPECT_EQ(device_->transfers[1], std::pair(0x06, hex("20 01 22")));
}

TEST_F(UsbPortTest, TheRestOfAnUnfinishedFrameIsNotTakenForTheNext) {
    UsbPort& port = open(four_pipes, Form::four_pipes);
    device_->pipes[0x81].push_back(hex("AA AA AA 96 69 00 04"));
    std::array<std::uint8_t, 64> into{};
    const auto deadline = std::chrono::steady_clock::now() + 1s;
    EXPECT_EQ(port.read(into, deadline), 7U);
    device_->pipes[0x85].push_back(hex("00 00 80 84"));
    read_a_card(port);
}

// A host that ends between a command and its reply leaves the reply in the device.
TEST_F(UsbPortTest, TheReplyToAnEarlierHostIsNotTakenForTheFirst) {
    const auto stale = test::reply_frame(0x90);
    for (const auto& [endpoints, form, pipe] :
         {std::tuple{two_pipes, Form::two_pipes, 0x82}, std::tuple{reports, Form::reports, 0x83},
          std::tuple{four_pipes, Form::four_pipes, 0x81}, std::tuple{four_pipes, Form::four_pipes, 0x85}}) {
        UsbPort& port = open(endpoints, form);
        // Of a frame on four pipes, either both parts are left or the rest.
        if (form != Form::four_pipes) {
            device_->pipes[pipe].push_back(stale);
        } else {
            if (pipe == 0x81) device_->pipes[0x81].emplace_back(stale.begin(), stale.begin() + 7);
            device_->pipes[0x85].emplace_back(stale.begin() + 7, stale.end());
        }
        read_a_card(port);
    }
}

TEST_F(UsbPortTest, ReportsArePadded) {
    read_a_card(open(reports, Form::reports));
    Bytes report = hex("AA AA AA 96 69 00 03 20 01 22");
    report.resize(64);
    EXPECT_EQ(device_->transfers.front(), std::pair(0x04, report));
}

TEST_F(UsbPortTest, WaitsEndWithAnError) {
    UsbPort& port = open(two_pipes, Form::two_pipes);
    std::array<std::uint8_t, 64> into{};
    EXPECT_EQ(port.read(into, std::chrono::steady_clock::now() + 5ms).error().code, ErrorCode::deadline_exceeded);
    fake_.set_plugged(false);
    EXPECT_EQ(port.read(into, std::chrono::steady_clock::now() + 1s).error().code, ErrorCode::reader_lost);
    EXPECT_EQ(port.write(into, std::chrono::steady_clock::now() + 1s).error().code, ErrorCode::reader_lost);
    interruption_.request();
    EXPECT_EQ(port.read(into, std::chrono::steady_clock::now() + 1s).error().code, ErrorCode::cancelled);
    EXPECT_EQ(port.write(into, std::chrono::steady_clock::now() + 1s).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace fivestar::driver
