// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/pcsc_connection.hpp"

#include "apdu/t0_channel.hpp"
#include "daemon/pcsc/part10.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace fivestar::daemon::pcsc {
namespace {

// 65,536 octets of data and the status word. The service's own limit is 10 octets more.
constexpr std::size_t longest_response = apdu::max_extended_le + 2;

// pcscd notices within 400 ms that a card was removed; an exchange fails sooner.
constexpr auto removal_notice = std::chrono::milliseconds{800};

}  // namespace

PcscConnection::PcscConnection(Context context, Card card, std::string reader)
    : reader_(std::move(reader)), context_(std::move(context)), card_(std::move(card)) {}

Result<std::unique_ptr<PcscConnection>> PcscConnection::open(const std::string& reader, CardDisposition at_end) {
    auto context = Context::establish();
    if (!context) return std::unexpected{context.error()};
    auto card = Card::connect(*context, reader);
    if (!card) return std::unexpected{card.error()};
    auto connection = std::make_unique<PcscConnection>(std::move(*context), std::move(*card), reader);
    if (auto begun = connection->begin(at_end); !begun) return std::unexpected{begun.error()};
    return connection;
}

Result<void> PcscConnection::begin(CardDisposition at_end) {
    if (auto begun = card_.begin_transaction(at_end); !begun) return begun;
    auto atr = card_.atr();
    if (!atr) return std::unexpected{atr.error()};
    atr_ = std::move(*atr);
    extended_length_ = protocol() == apdu::Protocol::t1 && ask_extended_length();
    return {};
}

apdu::ReaderDescription PcscConnection::reader() const {
    return card_.description(reader_);
}

Result<void> PcscConnection::reset() {
    if (auto done = card_.reset(); !done) return std::unexpected{cause_of(done.error())};
    auto atr = card_.atr();
    if (!atr) return std::unexpected{cause_of(atr.error())};
    atr_ = std::move(*atr);
    return {};
}

bool PcscConnection::ask_extended_length() const {
    const auto features = card_.control(feature_request);
    const auto code = features ? tlv_properties_code(*features) : std::nullopt;
    if (!code) return true;
    const auto properties = card_.control(*code);
    const auto size = properties ? max_apdu_data_size(*properties) : std::nullopt;
    return !size || *size > apdu::max_short_data;
}

/// Returns the cause of a failed exchange. The removal of a card first appears as one of several link failures, or as a
/// success without an answer; a moment later the service reports the removal.
Error PcscConnection::cause_of(Error error) const {
    if (error.code == ErrorCode::invalid_argument || error.code == ErrorCode::limit_exceeded) {
        error.code = ErrorCode::transport_failure;  // the reader refused the form of the command
    }
    if (error.code != ErrorCode::transport_failure) return error;
    std::vector<ReaderStatus> status{{.name = reader_}};
    auto changed = context_.wait(status, std::chrono::milliseconds{0});
    const auto deadline = std::chrono::steady_clock::now() + removal_notice;
    while (changed && status[0].present()) {
        // Other programs change the status, too, when they connect and disconnect.
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left <= std::chrono::milliseconds::zero()) return error;
        changed = context_.wait(status, left);
    }
    if (!changed) {
        if (changed.error().code != ErrorCode::deadline_exceeded) error.code = changed.error().code;
    } else {
        error.code = status[0].gone() ? ErrorCode::reader_lost : ErrorCode::card_removed;
    }
    return error;
}

PcscConnection::RawChannel::RawChannel(PcscConnection& connection)
    : connection_(connection), answer_(longest_response) {}

Result<apdu::Response> PcscConnection::RawChannel::transmit(const apdu::Command& command) {
    const auto octets = apdu::encode(command);
    if (!octets) return std::unexpected{octets.error()};
    const auto size = connection_.card_.transmit(*octets, {answer_.data(), answer_.size()});
    if (!size) return std::unexpected{connection_.cause_of(size.error())};
    auto response = apdu::decode_response(answer_.view().first(*size));
    zeroize(answer_.data(), *size);
    if (!response) return std::unexpected{connection_.cause_of(response.error())};
    return response;
}

Result<apdu::Response> PcscConnection::transmit(const apdu::Command& command) {
    if (protocol() == apdu::Protocol::t1) return raw_.transmit(command);
    return apdu::T0Channel{raw_}.transmit(command);
}

}  // namespace fivestar::daemon::pcsc
