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
#include <string_view>
#include <utility>

namespace fivestar::daemon::pcsc {

class Card {
  public:
    /// Connects to the card in the reader, shared, T=0 or T=1. Blocks without limit while another program is in a
    /// transaction with it. Errors: as `error_of`. `context` must outlive the card.
    [[nodiscard]] static Result<Card> connect(const Context& context, const std::string& reader);
    /// Connects to the reader, with or without a card, to ask for its attributes. Blocks like `connect`.
    [[nodiscard]] static Result<Card> connect_reader(const Context& context, const std::string& reader);

    Card(Card&& other) noexcept
        : handle_(std::exchange(other.handle_, std::nullopt)), protocol_(other.protocol_), at_end_(other.at_end_) {}
    Card& operator=(Card&&) = delete;
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;
    ~Card();  ///< ends the transaction, if there is one, and else leaves the card as it is

    /// Begins a transaction: other programs are kept away from the card until it is disconnected. Blocks while another
    /// program is in one.
    [[nodiscard]] Result<void> begin_transaction(CardDisposition at_end);

    /// Returns nothing for a reader (`connect_reader`).
    [[nodiscard]] std::optional<apdu::Protocol> protocol() const { return protocol_; }
    /// Returns the answer to reset.
    [[nodiscard]] Result<Bytes> atr() const;

    /// Sends the octets of the protocol and returns the number of octets written to `answer`. It may be 0, although the
    /// service reports success.
    [[nodiscard]] Result<std::size_t> transmit(ByteView command, MutableByteView answer) const;
    [[nodiscard]] Result<void> reset();

    /// Calls SCardControl; the answer has at most 256 octets. `unsupported` or `transport_failure` if the driver does
    /// not know the code.
    [[nodiscard]] Result<Bytes> control(std::uint32_t code) const;
    /// Calls SCardGetAttrib; the answer has at most 256 octets.
    [[nodiscard]] Result<Bytes> attribute(std::uint32_t id) const;
    /// Returns the driver's description of the reader, with the name `reader`.
    [[nodiscard]] apdu::ReaderDescription description(std::string_view reader) const;

  private:
    Card(long handle, unsigned long protocol);
    static Result<Card> open(const Context& context, const std::string& reader, unsigned long mode,
                             unsigned long protocols);
    Result<void> reconnect(unsigned long initialization);
    /// Returns 0, which no card has, if moved from.
    [[nodiscard]] long handle() const { return handle_.value_or(0); }

    std::optional<long> handle_;
    std::optional<apdu::Protocol> protocol_;
    std::optional<CardDisposition> at_end_ = {};  ///< of the transaction
};

}  // namespace fivestar::daemon::pcsc
