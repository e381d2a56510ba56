// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/card.hpp"

#include "daemon/pcsc/reader_name.hpp"
#include "daemon/pcsc/return_code.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

#include <winscard.h>
// Uses the types of winscard.h.
#include <reader.h>

namespace fivestar::daemon::pcsc {
namespace {

static_assert(std::is_same_v<SCARDHANDLE, long> && std::is_same_v<DWORD, unsigned long>);

constexpr DWORD either_protocol = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;
constexpr std::size_t max_answer = 256;
// Another program may reset the card again between our reconnection and our transaction.
constexpr int max_begin_attempts = 4;

std::optional<apdu::Protocol> protocol_of(DWORD active) {
    if (active == SCARD_PROTOCOL_T0) return apdu::Protocol::t0;
    if (active == SCARD_PROTOCOL_T1) return apdu::Protocol::t1;
    return std::nullopt;
}

}  // namespace

Card::Card(long handle, unsigned long protocol) : handle_(handle), protocol_(protocol_of(protocol)) {}

Card::~Card() {
    if (!handle_) return;
    if (at_end_) {
        SCardEndTransaction(*handle_, at_end_ == CardDisposition::reset ? SCARD_RESET_CARD : SCARD_LEAVE_CARD);
    }
    SCardDisconnect(*handle_, SCARD_LEAVE_CARD);
}

Result<Card> Card::connect(const Context& context, const std::string& reader) {
    auto card = open(context, reader, SCARD_SHARE_SHARED, either_protocol);
    if (card && !card->protocol_) return fail(ErrorCode::transport_failure, 0, "connect");
    return card;
}

Result<Card> Card::connect_reader(const Context& context, const std::string& reader) {
    return open(context, reader, SCARD_SHARE_DIRECT, 0);
}

Result<Card> Card::open(const Context& context, const std::string& reader, unsigned long mode,
                        unsigned long protocols) {
    SCARDHANDLE handle = 0;
    DWORD active = 0;
    const LONG code = SCardConnect(context.handle(), reader.c_str(), mode, protocols, &handle, &active);
    if (code != SCARD_S_SUCCESS) return std::unexpected{error_of(code, "connect")};
    return Card{handle, active};
}

Result<void> Card::begin_transaction(CardDisposition at_end) {
    for (int attempt = 0; attempt < max_begin_attempts; ++attempt) {
        const LONG code = SCardBeginTransaction(handle());
        if (code == SCARD_S_SUCCESS) {
            at_end_ = at_end;
            return {};
        }
        const Error error = error_of(code, "connect");
        if (error.code != ErrorCode::card_reset) return std::unexpected{error};
        // After a reset by another program the card must be reconnected.
        if (auto accepted = reconnect(SCARD_LEAVE_CARD); !accepted) return accepted;
    }
    return fail(ErrorCode::card_reset, 0, "connect");
}

Result<Bytes> Card::atr() const {
    std::array<BYTE, MAX_ATR_SIZE> atr{};
    DWORD size = atr.size();
    DWORD name_size = 0;
    DWORD state = 0;
    DWORD protocol = 0;
    const LONG code = SCardStatus(handle(), nullptr, &name_size, &state, &protocol, atr.data(), &size);
    if (code != SCARD_S_SUCCESS) return std::unexpected{error_of(code, "status")};
    return Bytes{atr.begin(), atr.begin() + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(size), atr.size())};
}

Result<std::size_t> Card::transmit(ByteView command, MutableByteView answer) const {
    const DWORD protocol = protocol_ == apdu::Protocol::t0 ? SCARD_PROTOCOL_T0 : SCARD_PROTOCOL_T1;
    const SCARD_IO_REQUEST request{protocol, sizeof(SCARD_IO_REQUEST)};
    DWORD size = answer.size();
    const LONG code = SCardTransmit(handle(), &request, command.data(), command.size(), nullptr, answer.data(), &size);
    if (code != SCARD_S_SUCCESS) return std::unexpected{error_of(code, "transmit")};
    return std::min<std::size_t>(size, answer.size());
}

Result<void> Card::reset() {
    return reconnect(SCARD_RESET_CARD);
}

Result<void> Card::reconnect(unsigned long initialization) {
    DWORD active = 0;
    const LONG code = SCardReconnect(handle(), SCARD_SHARE_SHARED, either_protocol, initialization, &active);
    if (code != SCARD_S_SUCCESS) return std::unexpected{error_of(code, "reset")};
    const auto protocol = protocol_of(active);
    if (!protocol) return fail(ErrorCode::transport_failure, 0, "reset");
    protocol_ = protocol;
    return {};
}

Result<Bytes> Card::control(std::uint32_t code) const {
    Bytes answer(max_answer);
    DWORD size = 0;
    const LONG result = SCardControl(handle(), code, nullptr, 0, answer.data(), answer.size(), &size);
    if (result != SCARD_S_SUCCESS) return std::unexpected{error_of(result, "control")};
    answer.resize(std::min<std::size_t>(size, answer.size()));
    return answer;
}

Result<Bytes> Card::attribute(std::uint32_t id) const {
    Bytes answer(max_answer);
    DWORD size = answer.size();
    const LONG result = SCardGetAttrib(handle(), id, answer.data(), &size);
    if (result != SCARD_S_SUCCESS) return std::unexpected{error_of(result, "attribute")};
    answer.resize(std::min<std::size_t>(size, answer.size()));
    return answer;
}

apdu::ReaderDescription Card::description(std::string_view reader) const {
    const auto text = [this](std::uint32_t id) {
        const auto answer = attribute(id);
        std::string value;
        if (answer) value.assign(answer->begin(), answer->end());
        if (value.ends_with('\0')) value.pop_back();  // drivers differ in whether they count it
        return value;
    };
    return {.name = shown_name(reader),
            .vendor = text(SCARD_ATTR_VENDOR_NAME),
            .type = text(SCARD_ATTR_VENDOR_IFD_TYPE),
            .serial = text(SCARD_ATTR_VENDOR_IFD_SERIAL_NO)};
}

}  // namespace fivestar::daemon::pcsc
