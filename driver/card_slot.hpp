// The card in front of a module: whether it is there, and what was read of it. Decides what to ask of the module and
// when; knows no threads and no PC/SC.
#pragma once

#include "crypto/base/clock.hpp"
#include "driver/locked_memory.hpp"
#include "samv/module.hpp"
#include "samv/sam_id.hpp"
#include "samv/stream.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>

namespace fivestar::driver {

/// How long what was read is kept while the card stays.
inline constexpr std::chrono::seconds content_lifetime{120};

/// Data for a client, borrowed until the next call, or the ISO 7816-4 status word instead.
using Answer = std::expected<ByteView, std::uint16_t>;

/// To be used by one thread at a time.
class CardSlot {
  public:
    CardSlot(samv::Module& module, const Clock& clock);

    /// Looks once whether a card is there. Before it was read by find and select; afterwards find fails until it is
    /// lifted, and asking for appended addresses tells whether it is still there. Also lets go of content that has been
    /// kept long enough. The error is the module's; a single one does not make the card absent.
    Result<void> poll();

    [[nodiscard]] bool card_present() const { return state_ != State::absent; }
    /// Why the module did not look for a card as it should, at the last poll. That no card was found is no complaint.
    [[nodiscard]] std::optional<samv::Status> complaint() const { return complaint_; }

    /// Text and photo, 1,284 octets; read from the card where they are not kept.
    Answer stream();
    /// 0 to 1,024 octets, read only by this call; data_not_found where the card has none.
    Answer fingerprints();
    Answer appended_addresses();
    Answer management_information();
    /// The chip's 8 octets.
    Answer serial_number();
    /// The module's 16 octets; asked for where identify() was not or had no answer.
    Answer sam_id();
    /// Asks for them, not on behalf of a client.
    void identify();
    [[nodiscard]] std::optional<samv::SamId> known_sam_id() const;
    /// Command, parameter and status of what a client's request last asked of the module; zeros before there was one,
    /// status FF where the module did not answer.
    [[nodiscard]] ByteView last_result() const { return last_result_; }

  private:
    enum class State : std::uint8_t {
        absent,
        unselected,  ///< there, but select or the last read failed
        selected,
        read,  ///< find will fail until the card is lifted
    };

    Result<void> look_for_card();
    Result<void> look_after_read_card();
    /// Of a card that was selected and read.
    Result<bool> still_there();
    Result<void> unanswered(const Error& error);
    void forget_card();
    void expire();

    /// An exchange for a client: it becomes the last result, and its failure a status word.
    std::expected<samv::Reply, std::uint16_t> ask(const samv::Command& command);
    std::expected<void, std::uint16_t> select_for_client();
    std::expected<void, std::uint16_t> present_again();
    std::expected<samv::Reply, std::uint16_t> read_for_client(const samv::Command& command);
    void keep(const samv::CardContentView& content);
    void keep_sam_id(ByteView octets);

    samv::Module& module_;
    const Clock& clock_;
    State state_ = State::absent;
    std::optional<samv::Status> complaint_;
    unsigned failed_selects_ = 0;
    unsigned unanswered_polls_ = 0;
    bool must_be_lifted_ = false;  ///< what was read is gone, and a reset of the module did not help

    LockedMemory memory_;
    bool has_stream_ = false;
    bool has_fingerprints_ = false;  ///< they were read; there may be none
    std::size_t fingerprints_size_ = 0;
    SteadyTime read_at_;

    samv::Reply kept_reply_;  ///< what appended_addresses() lends
    std::optional<std::array<std::uint8_t, samv::sam_id_size>> sam_id_;
    std::array<std::uint8_t, 3> last_result_{};
};

}  // namespace fivestar::driver
