// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/pcsc_connection.hpp"

#include "crypto/base/text.hpp"
#include "daemon/pcsc/part10.hpp"
#include "daemon/pcsc/return_code.hpp"
#include "tests/daemon/pcsc/fake_service.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <reader.h>

namespace fivestar::daemon::pcsc {
namespace {

using test::Call;
using test::TransmitResult;
using testing::ElementsAre;

const std::string first_reader = "Desk 00 00";

class PcscConnectionTest : public testing::Test {
  protected:
    PcscConnectionTest() { service.insert(first_reader); }
    ~PcscConnectionTest() override {
        EXPECT_EQ(service.open_cards(), 0U);
        EXPECT_EQ(service.open_contexts(), 0U);
    }

    std::unique_ptr<PcscConnection> open(CardDisposition at_end = CardDisposition::reset) {
        auto connection = PcscConnection::open(first_reader, at_end);
        EXPECT_TRUE(connection);
        return connection ? std::move(*connection) : nullptr;
    }

    /// Returns the result of an exchange that the service ends with this code.
    ErrorCode exchange_ending(TransmitResult result, const std::function<void()>& meanwhile = [] {}) {
        const auto connection = open();
        service.on_transmit([&](const Bytes&) {
            meanwhile();
            return result;
        });
        const auto response = connection->channel().transmit({});
        EXPECT_FALSE(response);
        return response ? ErrorCode::no_progress : response.error().code;
    }

    test::FakeService service;
};

TEST_F(PcscConnectionTest, ReturnsTheDriversDescription) {
    const auto connection = open();
    EXPECT_EQ(connection->reader().name, first_reader);
    EXPECT_EQ(connection->reader().vendor, "");
    EXPECT_EQ(connection->reader().type, "");
    service.tell_attribute(first_reader, SCARD_ATTR_VENDOR_NAME, *from_hex("6669766573746172"));  // fivestar
    service.tell_attribute(first_reader, SCARD_ATTR_VENDOR_IFD_TYPE, *from_hex("53414D5F5600"));  // SAM_V, NUL
    EXPECT_EQ(connection->reader().vendor, "fivestar");
    EXPECT_EQ(connection->reader().type, "SAM_V");
}

TEST_F(PcscConnectionTest, HoldsATransactionAndResetsTheCardAtItsEnd) {
    {
        const auto connection = open();
        EXPECT_EQ(to_hex(connection->atr()), "3B80800101");
        EXPECT_EQ(connection->protocol(), apdu::Protocol::t1);
        std::string sent;
        service.on_transmit([&](const Bytes& command) {
            sent = to_hex(command);
            return TransmitResult{.answer = *from_hex("AABB6282")};
        });
        const auto response = connection->channel().transmit({.ins = 0xB0, .p2 = 0x10, .le = 256});
        EXPECT_EQ(sent, "00B0001000");
        ASSERT_TRUE(response);
        EXPECT_EQ(to_hex(response->data.view()), "AABB");
        EXPECT_EQ(response->sw, apdu::sw::end_of_file);
        EXPECT_THAT(service.card_log(), ElementsAre("connect", "begin"));
    }
    EXPECT_THAT(service.card_log(), ElementsAre("end reset", "disconnect leave"));
}

TEST_F(PcscConnectionTest, LeavesTheCardAsItIsIfAsked) {
    open(CardDisposition::leave);
    EXPECT_THAT(service.card_log(), ElementsAre("connect", "begin", "end leave", "disconnect leave"));
}

TEST_F(PcscConnectionTest, AcceptsTheLargestAnswer) {
    const auto connection = open();
    service.on_transmit([](const Bytes&) {
        Bytes answer(65'536, 0x5A);
        append(answer, Bytes{0x90, 0x00});
        return TransmitResult{.answer = std::move(answer)};
    });
    const auto response = connection->channel().transmit({.ins = 0xB0, .le = 65'536});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->data.size(), 65'536U);
    EXPECT_EQ(response->data[65'535], 0x5A);
}

TEST_F(PcscConnectionTest, SpeaksTpdusToAT0Card) {
    service.use_protocol(SCARD_PROTOCOL_T0);
    const auto connection = open();
    EXPECT_EQ(connection->protocol(), apdu::Protocol::t0);
    EXPECT_FALSE(connection->extended_length());
    std::vector<std::string> sent;
    service.on_transmit([&](const Bytes& command) {
        sent.push_back(to_hex(command));
        return TransmitResult{.answer = {0x61, 0x08}};
    });
    EXPECT_TRUE(connection->channel().transmit({.ins = 0xA4, .p1 = 0x04, .data = {0xA0}, .le = 256}));
    EXPECT_TRUE(connection->channel().transmit({.ins = 0xA4}));
    // ISO/IEC 7816-3 §12.2: case 4 without Le, case 1 with P3=00.
    EXPECT_THAT(sent, ElementsAre("00A4040001A0", "00A4000000"));
}

TEST_F(PcscConnectionTest, AsksTheReaderForExtendedLength) {
    const auto says = [&](std::optional<std::string_view> properties) {
        service.on_control([properties](DWORD code) -> std::optional<Bytes> {
            if (code == feature_request) return *from_hex("120442330012");
            if (code == 0x42330012 && properties) return *from_hex(*properties);
            return std::nullopt;
        });
        return open()->extended_length();
    };
    EXPECT_FALSE(says("0A0400000000"));
    EXPECT_TRUE(says("0A0400000100"));
    EXPECT_TRUE(says(std::nullopt));
    service.on_control(nullptr);
    EXPECT_TRUE(open()->extended_length()) << "a reader that does not say may support it";
}

TEST_F(PcscConnectionTest, ResetsTheCardAndStaysConnected) {
    const auto connection = open();
    service.card_log();
    EXPECT_TRUE(connection->reset());
    EXPECT_THAT(service.card_log(), ElementsAre("reconnect reset"));
    EXPECT_TRUE(connection->channel().transmit({}));
    service.remove(first_reader);
    EXPECT_EQ(connection->reset().error().code, ErrorCode::card_removed);
}

TEST_F(PcscConnectionTest, AcceptsTheResetOfAnotherProgramBeforeItBegins) {
    service.fail_next(Call::begin, SCARD_W_RESET_CARD);
    const auto connection = open();
    EXPECT_THAT(service.card_log(), ElementsAre("connect", "begin", "reconnect leave", "begin"));
}

TEST_F(PcscConnectionTest, GivesUpOnACardThatIsResetAgainAndAgain) {
    for (int i = 0; i < 100; ++i) service.fail_next(Call::begin, SCARD_W_RESET_CARD);
    EXPECT_EQ(PcscConnection::open(first_reader, CardDisposition::reset).error().code, ErrorCode::card_reset);
}

TEST_F(PcscConnectionTest, DisconnectsAfterEachFailure) {
    for (const Call call : test::all_calls) {
        for (const LONG code :
             {SCARD_E_NO_SERVICE, SCARD_E_INVALID_HANDLE, SCARD_W_REMOVED_CARD, SCARD_E_SHARING_VIOLATION,
              SCARD_W_SECURITY_VIOLATION, SCARD_E_READER_UNAVAILABLE, SCARD_F_INTERNAL_ERROR}) {
            const bool matters =
                call == Call::establish || call == Call::connect || call == Call::begin || call == Call::status;
            service.fail_next(call, code);
            const auto connection = PcscConnection::open(first_reader, CardDisposition::reset);
            ASSERT_EQ(connection.has_value(), !matters);
            if (!matters) continue;
            const auto expected = call == Call::establish ? service_error_of(code, {}) : error_of(code, {});
            EXPECT_EQ(connection.error().code, expected.code);
        }
    }
}

TEST_F(PcscConnectionTest, ReportsWhyItCannotConnect) {
    const auto error = [](const std::string& reader) {
        return PcscConnection::open(reader, CardDisposition::reset).error().code;
    };
    EXPECT_EQ(error("Nowhere 00 00"), ErrorCode::reader_lost);
    service.remove(first_reader);
    EXPECT_EQ(error(first_reader), ErrorCode::card_removed);
    service.insert_mute(first_reader);
    EXPECT_EQ(error(first_reader), ErrorCode::transport_failure);
    service.stop();
    EXPECT_EQ(error(first_reader), ErrorCode::service_lost);
}

// pcscd and vpcd return SCARD_S_SUCCESS with 0 octets, half an answer, or SCARD_E_NOT_TRANSACTED if the card is removed
// during a command. They report the removal up to 400 ms later.
TEST_F(PcscConnectionTest, FindsThatTheCardWasRemoved) {
    const std::vector<TransmitResult> endings{{.answer = {}},
                                              {.answer = {0x90}},
                                              {.code = SCARD_E_NOT_TRANSACTED},
                                              {.code = SCARD_F_COMM_ERROR},
                                              {.code = SCARD_W_REMOVED_CARD},
                                              {.code = SCARD_W_UNPOWERED_CARD}};
    for (const auto& ending : endings) {
        std::thread pulling;
        EXPECT_EQ(exchange_ending(ending, [&] { pulling = std::thread{[this] { service.remove(first_reader); }}; }),
                  ErrorCode::card_removed);
        pulling.join();
        service.insert(first_reader);
    }
}

TEST_F(PcscConnectionTest, FindsThatReaderOrServiceWasLost) {
    EXPECT_EQ(exchange_ending({.answer = {}}, [&] { service.unplug(first_reader); }), ErrorCode::reader_lost);
    service.insert(first_reader);
    EXPECT_EQ(exchange_ending({.code = SCARD_F_COMM_ERROR}, [&] { service.stop(); }), ErrorCode::service_lost);
    service.start();
    EXPECT_EQ(exchange_ending({.code = SCARD_W_RESET_CARD}), ErrorCode::card_reset);
}

TEST_F(PcscConnectionTest, ReportsALinkFailureIfTheCardIsPresent) {
    EXPECT_EQ(exchange_ending({.answer = {}}), ErrorCode::transport_failure);
    EXPECT_EQ(exchange_ending({.code = SCARD_E_INVALID_PARAMETER}), ErrorCode::transport_failure);
}

TEST_F(PcscConnectionTest, RefusesAnInvalidCommand) {
    const auto connection = open();
    EXPECT_EQ(connection->channel().transmit({.data = Bytes(70'000)}).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(service.count(Call::transmit), 0U);
}

}  // namespace
}  // namespace fivestar::daemon::pcsc
