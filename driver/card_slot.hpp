// SPDX-License-Identifier: Apache-2.0
// The card on a module: its presence and the data read from it. Decides which commands the module receives and when. It
// knows neither threads nor PC/SC.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/suspension.hpp"
#include "driver/locked_memory.hpp"
#include "samv/module.hpp"
#include "samv/sam_id.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>

namespace fivestar::driver {

/// Time after which data of a card that is still present are wiped.
inline constexpr std::chrono::seconds content_lifetime{120};

/// Data for a client, valid until the next call, or an ISO 7816-4 status word.
using Answer = std::expected<ByteView, std::uint16_t>;

/// Not thread-safe.
class CardSlot {
  public:
    CardSlot(samv::Module& module, const Clock& clock);

    /// Checks once whether a card is present. Before the card was read, uses find and select. Afterwards find fails
    /// until the card is lifted, so that a read of the appended addresses shows whether it is present. So does the
    /// first poll, and the first after the module did not answer: the card may have been read before. Also wipes data
    /// that are due. Returns errors of the module; one error does not make the card absent.
    Result<void> poll();

    [[nodiscard]] bool card_present() const { return state_ != State::absent; }
    /// The module's error status at the last poll, if any. "No card found" is not an error.
    [[nodiscard]] std::optional<samv::Status> fault() const { return fault_; }

    /// Text and photo, 1,284 octets; reads the card unless they are kept, for `content_lifetime` and not while the
    /// machine is suspended.
    Answer stream();
    /// Fingerprints, 0 to 1,024 octets. Only this call reads them. `data_not_found` if the card has none.
    Answer fingerprints();
    Answer appended_addresses();
    Answer management_information();
    /// The chip's serial number, 8 octets.
    Answer serial_number();
    /// The module's id, 16 octets. Asks the module unless the id is known.
    Answer sam_id();
    /// Asks the module for its id, without changing the last result.
    void identify();
    [[nodiscard]] std::optional<samv::SamId> known_sam_id() const;
    /// Command, parameter and status of the last exchange for a client. Zeros before the first one; status FF if the
    /// module did not answer.
    [[nodiscard]] ByteView last_result() const { return last_result_; }

  private:
    enum class State : std::uint8_t {
        absent,
        unselected,  ///< present, but select or the last read failed
        selected,
        read,  ///< find fails until the card is lifted
    };

    Result<void> look_for_card();
    Result<void> look_after_read_card();
    /// For a card that was selected and read.
    Result<bool> still_there();
    Result<void> unanswered(const Error& error);
    void forget_card();
    /// Zeroizes the data that were read from the card.
    void wipe();
    /// Wipes data after `content_lifetime`, and after the machine was suspended.
    void expire();

    /// An exchange for a client: sets the last result and turns an error into a status word.
    std::expected<samv::Reply, std::uint16_t> ask(const samv::Command& command);
    std::expected<void, std::uint16_t> select_for_client();
    std::expected<void, std::uint16_t> present_again();
    std::expected<samv::Reply, std::uint16_t> read_for_client(const samv::Command& command);
    /// Keeps the reply and returns its data if `parse` accepts them.
    template <class Parse>
    Answer read_and_keep(const samv::Command& command, Parse parse);
    void keep(const samv::CardContentView& content);
    void keep_sam_id(ByteView octets);

    samv::Module& module_;
    const Clock& clock_;
    SuspensionMeter suspension_;
    State state_ = State::absent;
    std::optional<samv::Status> fault_;
    unsigned failed_selects_ = 0;
    unsigned unanswered_polls_ = 0;
    /// The module may have read the card that lies there for another pcscd, or before its replies were lost.
    bool may_have_been_read_ = true;
    bool must_be_lifted_ = false;  ///< the data were wiped and a reset did not help

    LockedMemory memory_;
    bool has_stream_ = false;
    bool has_fingerprints_ = false;  ///< they were read; the card may have none
    std::size_t fingerprints_size_ = 0;
    BootTime read_at_;

    samv::Reply kept_reply_;  ///< its data are lent by read_and_keep()
    std::optional<std::array<std::uint8_t, samv::sam_id_size>> sam_id_;
    std::array<std::uint8_t, 3> last_result_{};
};

}  // namespace fivestar::driver
