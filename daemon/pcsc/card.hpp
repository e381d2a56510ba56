// SPDX-License-Identifier: Apache-2.0
// A card or a reader connected through PC/SC, and the transaction that keeps other programs away from it.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "daemon/pcsc/context.hpp"
#include "daemon/readers/reader_source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace fivestar::daemon::pcsc {

class Card {
  public:
    /// Connects to the card in the reader, shared, T=0 or T=1. Blocks while another program is in a transaction with
    /// it, without limit. Errors: as `error_of`. The context outlives the card.
    [[nodiscard]] static Result<Card> connect(const Context& context, const std::string& reader);
    /// Connects to the reader, card or not, to ask for its attributes. Blocks like `connect`.
    [[nodiscard]] static Result<Card> connect_reader(const Context& context, const std::string& reader);

    Card(Card&& other) noexcept : handle_(std::exchange(other.handle_, std::nullopt)), protocol_(other.protocol_) {}
    Card& operator=(Card&&) = delete;
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;
    ~Card();  ///< leaves the card as it is

    /// `nullopt` for a card without protocol (`connect_reader`).
    [[nodiscard]] std::optional<apdu::Protocol> protocol() const { return protocol_; }
    /// The answer to reset. Fails like any call once the card has gone.
    [[nodiscard]] Result<Bytes> atr() const;

    /// One exchange, in the octets of the protocol. How many octets were written to `answer`: perhaps none, although
    /// the service calls it a success.
    [[nodiscard]] Result<std::size_t> transmit(ByteView command, MutableByteView answer) const;
    /// Makes the connection usable again after another program reset the card.
    [[nodiscard]] Result<void> accept_reset();
    /// Resets the card.
    [[nodiscard]] Result<void> reset();

    /// SCardControl; answers of up to 256 octets. `unsupported` or `transport_failure` where the driver does not know
    /// the code.
    [[nodiscard]] Result<Bytes> control(std::uint32_t code) const;
    [[nodiscard]] Result<Bytes> attribute(std::uint32_t id) const;
    /// What the driver says of the reader, whose name is `reader`.
    [[nodiscard]] apdu::ReaderDescription description(std::string reader) const;

  private:
    friend class Transaction;
    Card(long handle, unsigned long protocol);
    static Result<Card> open(const Context& context, const std::string& reader, unsigned long mode,
                             unsigned long protocols);
    Result<void> reconnect(unsigned long initialization);
    /// 0, which the service takes for no card's, once moved from.
    [[nodiscard]] long handle() const { return handle_.value_or(0); }

    std::optional<long> handle_;
    std::optional<apdu::Protocol> protocol_;
};

/// No other program reaches the card while it lives.
class Transaction {
  public:
    /// Blocks while another program is in a transaction. `card` outlives it.
    [[nodiscard]] static Result<Transaction> begin(Card& card, CardDisposition at_end);

    Transaction(Transaction&& other) noexcept : card_(std::exchange(other.card_, nullptr)), at_end_(other.at_end_) {}
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

  private:
    Transaction(Card& card, CardDisposition at_end) : card_(&card), at_end_(at_end) {}

    Card* card_;
    CardDisposition at_end_;
};

}  // namespace fivestar::daemon::pcsc
