// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/pcsc_source.hpp"

#include "crypto/base/text.hpp"
#include "tests/daemon/pcsc/fake_service.hpp"
#include "tests/daemon/readers/registry_fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <reader.h>

namespace fivestar::daemon::pcsc {
namespace {

using namespace std::chrono_literals;
using test::Call;
using testing::ElementsAre;
using Kind = ReaderEventKind;

const std::string usb_reader = "Desk 00 00";

/// The registry over PC/SC with a fake service.
class PcscSourceTest : public test::RegistryFixture {
  protected:
    ~PcscSourceTest() override {
        service.unblock();
        EXPECT_TRUE(registry_->stop(test::ages));
        EXPECT_EQ(service.open_cards(), 0U);
        EXPECT_EQ(service.open_contexts(), 0U);
    }
    void start() {
        source_ = std::make_shared<PcscSource>(
            MonitorTimes{.first_retry = 1ms, .longest_retry = 4ms, .settle = 1ms, .patience = test::ages},
            devices_.path());
        RegistryFixture::start(source_);
    }
    /// The driver's attributes of a reader at port 1-2.3.
    void tell_port(const std::string& reader) {
        const auto device = devices_.path() / "1-2.3";
        std::filesystem::create_directory(device);
        std::ofstream{device / "busnum"} << "1\n";
        std::ofstream{device / "devnum"} << "9\n";
        const std::uint32_t channel = 0x00200109;
        Bytes value(sizeof channel);
        std::memcpy(value.data(), &channel, sizeof channel);
        service.tell_attribute(reader, SCARD_ATTR_CHANNEL_ID, value);
    }
    void tell_module(const std::string& reader) {
        service.tell_attribute(reader, SCARD_ATTR_VENDOR_NAME, *from_hex("6669766573746172"));  // fivestar
        service.tell_attribute(reader, SCARD_ATTR_VENDOR_IFD_TYPE, *from_hex("53414D5F56"));    // SAM_V
    }
    void await_card(const std::string& reader) {
        events_.until([&](const auto& event) {
            return event.kind == Kind::card_inserted && !event.card.empty() && event.card == card_in(reader);
        });
    }

    test::FakeService service;
    const test::TemporaryDirectory devices_;
    std::shared_ptr<PcscSource> source_;
};

TEST_F(PcscSourceTest, LeavesACardAfterIdentificationAndResetsItAfterARead) {
    service.insert(usb_reader);
    start();
    await_card("desk");
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    EXPECT_TRUE(registry_->stop(test::ages));
    // The identification searches EF.CardAccess twice, each time after a reset.
    EXPECT_THAT(service.card_log(),
                ElementsAre("connect", "begin", "reconnect reset", "reconnect reset", "end leave", "disconnect leave",
                            "connect", "begin", "end reset", "disconnect leave"));
    EXPECT_THAT(story("desk"), ElementsAre("reader_added", "card_inserted", "read_started", "read_finished"));
}

// Only pcscd knows the reader by its name in GBK (身份证): clients could not decode it, nor a path with it.
TEST_F(PcscSourceTest, ShowsAReaderThatIsNotNamedInUtf8) {
    const std::string name = "\xC9\xED\xB7\xDD\xD6\xA4 00 00";
    service.insert(name);
    start();
    await_card("c9edb7ddd6a4");
    const auto readers = registry_->readers();
    ASSERT_EQ(readers.size(), 1U);
    EXPECT_EQ(readers[0].name, "\uFFFD\uFFFD\uFFFD\uFFFD\u05A4 00 00");
    EXPECT_EQ(submit("c9edb7ddd6a4", test::one_exchange).await(), "done");
}

TEST_F(PcscSourceTest, LeavesACardBehindASecurityModuleAsItIs) {
    service.insert(usb_reader, *from_hex("3B8F8001804F0CA00000030607FFB00000000020"));
    tell_module(usb_reader);
    start();
    await_card("desk");
    EXPECT_EQ(registry_->reader("desk")->interface, ReaderInterface::sam);
    EXPECT_EQ(registry_->reader("desk")->card->kind, CardKind::cn_id_sam);
    service.card_log();
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    EXPECT_TRUE(registry_->stop(test::ages));
    EXPECT_THAT(service.card_log(),
                ElementsAre("connect", "begin", "end leave", "disconnect leave",  // no identification
                            "connect", "begin", "end leave", "disconnect leave"));
}

TEST_F(PcscSourceTest, GivesIdenticalReadersDifferentIds) {
    service.plug("Model X 00 00");
    service.plug("Model X 01 00");
    service.plug("Model X 01 01");
    start();
    events_.until([](const auto& event) { return event.reader == "model-x-1"; });
    const auto readers = registry_->readers();
    ASSERT_EQ(readers.size(), 3U);
    EXPECT_EQ(readers[0].id, "model-x");
    EXPECT_EQ(readers[1].id, "model-x-1");
    EXPECT_EQ(readers[2].id, "model-x-no2");
    EXPECT_EQ(readers[2].name, "Model X 01 00");
}

// PC/SC part 3 §3.1.2: 0x0020BBAA. The reader is at bus 1, address 9; sysfs says which port that is.
TEST_F(PcscSourceTest, AReaderThatAnswersLateHasTheIdOfItsPort) {
    tell_port(usb_reader);
    service.occupy(usb_reader);
    service.insert(usb_reader);
    service.plug("Gate 01 00");
    start();
    events_.until([](const auto& event) { return event.kind == Kind::reader_added && event.reader == "gate"; });
    EXPECT_EQ(registry_->readers().size(), 1U) << "no reader waits for another, and none comes without its port";
    service.await_blocked();
    while (source_->held_readers().empty()) std::this_thread::sleep_for(1ms);
    EXPECT_THAT(source_->held_readers(), ElementsAre(usb_reader));
    service.vacate(usb_reader);
    await_card("desk-usb-1-2.3");
    EXPECT_EQ(submit("desk-usb-1-2.3", test::one_exchange).await(), "done");
    EXPECT_FALSE(registry_->reader("desk"));
    EXPECT_THAT(source_->held_readers(), ElementsAre());
}

TEST_F(PcscSourceTest, AReaderThatIsHeldExclusivelyComesWhenItIsFree) {
    tell_port(usb_reader);
    for (int i = 0; i < 5; ++i) service.fail_next(Call::connect, SCARD_E_SHARING_VIOLATION);
    service.plug(usb_reader);
    start();
    await_event(Kind::reader_added);
    EXPECT_EQ(registry_->readers().at(0).id, "desk-usb-1-2.3");
    EXPECT_EQ(service.count(Call::connect), 6U);
}

TEST_F(PcscSourceTest, AReaderThatGoesBeforeItAnswersNeverComes) {
    service.occupy(usb_reader);
    service.insert(usb_reader);
    start();
    service.await_blocked();
    service.remove(usb_reader);
    service.unplug(usb_reader);
    service.plug("Gate 01 00");
    await_event(Kind::reader_added);
    service.vacate(usb_reader);
    while (service.open_contexts() > 1) std::this_thread::yield();
    EXPECT_THAT(story("gate"), ElementsAre("reader_added"));
    EXPECT_THAT(story("desk"), ElementsAre());
}

TEST_F(PcscSourceTest, ReadersOfOneKindWithoutAPortAreNumberedInTheirOrder) {
    service.occupy("Model X 00 00");
    service.plug("Model X 00 00");
    service.plug("Model X 01 00");
    service.plug("Gate 02 00");
    start();
    await_event(Kind::reader_added);
    EXPECT_TRUE(registry_->reader("gate"));
    EXPECT_EQ(registry_->readers().size(), 1U);
    service.await_blocked();
    service.vacate("Model X 00 00");
    events_.until([](const auto& event) { return event.reader == "model-x-no2"; });
    ASSERT_TRUE(registry_->reader("model-x"));
    EXPECT_EQ(registry_->reader("model-x")->name, "Model X 00 00");
}

// pcscd names a device with a serial number "model (serial)"; its driver says whether it has a security module.
TEST_F(PcscSourceTest, BelievesAModuleWithASerialNumber) {
    const std::string name = "SAM_V module (0001) 00 00";
    service.plug(name);
    tell_module(name);
    tell_port(name);
    start();
    await_event(Kind::reader_added);
    ASSERT_TRUE(registry_->reader("sam-v-module-0001")) << "the serial number makes the id";
    EXPECT_EQ(registry_->reader("sam-v-module-0001")->interface, ReaderInterface::sam);
}

TEST_F(PcscSourceTest, ShowsAReaderThatThePolicyRefuses) {
    for (int i = 0; i < 5; ++i) service.fail_next(Call::connect, SCARD_W_SECURITY_VIOLATION);
    service.plug(usb_reader);
    start();
    await_event(Kind::reader_added);
    EXPECT_TRUE(registry_->reader("desk"));
    EXPECT_EQ(service.count(Call::connect), 3U) << "pauses of 1 and 2 ms, before one of 4";
}

TEST_F(PcscSourceTest, SurvivesARestartOfTheServiceDuringARead) {
    service.insert(usb_reader);
    start();
    await_card("desk");
    test::Gate gate;
    auto ending = submit("desk", [&](auto& connection, auto& context) {
        gate.pass();
        return test::one_exchange(connection, context);
    });
    gate.await_arrival();
    service.stop();
    EXPECT_EQ(ending.await(), "service_lost");
    gate.open();
    EXPECT_EQ(registry_->service(), ServiceState::unavailable);
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "reader_lost");
    service.start();
    await_event(Kind::pcsc_back);
    await_card("desk");
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
    EXPECT_TRUE(registry_->stop(test::ages));
    EXPECT_THAT(story("desk"), ElementsAre("reader_added", "card_inserted", "read_started", "pcsc_lost",
                                           "read_finished service_lost", "card_removed", "reader_removed", "pcsc_back",
                                           "reader_added", "card_inserted", "read_started", "read_finished"));
}

TEST_F(PcscSourceTest, QuarantinesASilentCardUntilItsCallReturns) {
    service.insert(usb_reader);
    service.insert("Gate 00 00");
    start();
    await_card("desk");
    await_card("gate");
    service.block(Call::transmit);
    EXPECT_EQ(submit("desk", test::one_exchange, {.run = 20ms}).await(), "deadline_exceeded");
    EXPECT_EQ(registry_->reader("desk")->state, ReaderState::unresponsive);
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "reader_unresponsive");
    EXPECT_EQ(registry_->reader("gate")->state, ReaderState::card);
    service.unblock();
    await_event(Kind::reader_recovered);
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "done");
}

TEST_F(PcscSourceTest, LimitsTheWaitForAnotherProgram) {
    service.insert(usb_reader);
    start();
    await_card("desk");
    service.block(Call::begin);
    EXPECT_EQ(submit("desk", test::one_exchange, {.connect = 20ms}).await(), "reader_busy");
    EXPECT_EQ(registry_->reader("desk")->state, ReaderState::card);
    auto patient = submit("desk", test::one_exchange, {.queue = test::ages, .connect = test::ages});
    service.unblock();
    EXPECT_EQ(patient.await(), "done");
}

TEST_F(PcscSourceTest, ReportsThatTheServiceRefusesUs) {
    service.deny(true);
    start();
    while (registry_->service() != ServiceState::denied) std::this_thread::sleep_for(1ms);
    service.insert(usb_reader);
    service.deny(false);
    await_card("desk");
    // The second permission that polkit checks: for the card.
    service.fail_next(Call::connect, SCARD_W_SECURITY_VIOLATION);
    EXPECT_EQ(submit("desk", test::one_exchange).await(), "service_denied");
}

}  // namespace
}  // namespace fivestar::daemon::pcsc
