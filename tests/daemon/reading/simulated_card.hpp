// SPDX-License-Identifier: Apache-2.0
// A simulated card in a reader that counts, whom its readers trust, and what a read of it told while it ran.
#pragma once

#include "apdu/card_connection.hpp"
#include "apdu/t0_channel.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reading/read_card.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"
#include "sim/documents/document.hpp"
#include "sim/documents/persona.hpp"
#include "sim/pki/pki.hpp"
#include "tests/support/manual_clock.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::test {

inline constexpr std::chrono::year_month_day reading_day{std::chrono::year{2025}, std::chrono::June,
                                                         std::chrono::day{1}};

/// No read of a persona's card, however the card behaves, may take more exchanges with the chip: over T=0 some 150, and
/// one answer that never ends.
inline constexpr std::size_t exchange_bound = 450;

[[nodiscard]] const sim::TestPki& test_pki();
[[nodiscard]] const sim::Persona& test_persona(const std::string& name);

/// Trusts these anchors, and the test PKI's revocation lists as far as they are theirs.
[[nodiscard]] std::shared_ptr<const crypto::TrustStore> trust_in(const std::vector<Bytes>& anchors);

/// The test PKI's passport authorities, and its authority of the LDS profile in the place for that.
[[nodiscard]] daemon::ReadEnvironment full_trust();

/// Everything wanted, with the key that opens the persona's chip.
[[nodiscard]] daemon::ReadRequest order_for(const sim::Persona& persona);

/// Writes down what it is told; `on_progress` is called after each.
class RecordingObserver final : public daemon::ReadObserver {
  public:
    struct Heard {
        std::string step;
        std::uint32_t index;
        std::uint32_t of;
    };

    void progress(const daemon::ReadProgress& progress) override;
    void text_ready(const daemon::ReadOutcome& so_far) override;

    std::vector<Heard> heard = {};
    std::function<void(const daemon::ReadProgress&)> on_progress = {};
    int texts = 0;
    bool portrait_before_text = false;
    std::string latin_name_in_text = {};
    identity::Verdict verdict_in_text = identity::Verdict::unverified;
};

/// Protected answers of a chip whose unprotected status word repeats DO'99', and others.
struct StatusWords {
    std::size_t equal = 0;
    std::size_t different = 0;
};

class SimulatedCard final : public apdu::CardConnection {
  public:
    /// `persona`'s card with a sound document, or a tampered one.
    explicit SimulatedCard(const std::string& persona, sim::Quirks quirks = {},
                           sim::Tampering tampering = sim::Tampering::none);
    SimulatedCard(const std::string& persona, const sim::Document& document, sim::Quirks quirks = {});

    /// The reader refuses extended length, whatever the chip says.
    void set_short_reader() { extended_length_ = false; }

    /// Another program has left the application selected when a read begins.
    void set_used_before() { used_before_ = true; }

    /// One read, from power-on, at noon of `reading_day`.
    Result<daemon::ReadOutcome> read(const daemon::ReadRequest& order, const daemon::ReadEnvironment& environment,
                                     const std::stop_token& stop = {});
    /// With full trust and the persona's own key.
    Result<daemon::ReadOutcome> read();

    /// Commands that the chip was sent since it was made, GET RESPONSE included.
    [[nodiscard]] std::size_t commands() const { return counter_.commands; }
    [[nodiscard]] const StatusWords& status_words() const { return counter_.status_words; }
    RecordingObserver observer = {};

    [[nodiscard]] apdu::Channel& channel() override;
    [[nodiscard]] ByteView atr() const override { return atr_; }
    [[nodiscard]] apdu::Protocol protocol() const override;
    [[nodiscard]] bool extended_length() const override { return extended_length_; }
    Result<void> reset() override;

  private:
    class Counter final : public apdu::Channel {
      public:
        explicit Counter(apdu::Channel& next) : next_(next) {}
        Result<apdu::Response> transmit(const apdu::Command& command) override;
        std::size_t commands = 0;
        StatusWords status_words = {};

      private:
        apdu::Channel& next_;
        bool is_protected_ = false;  ///< the command that the parts below answer
        Bytes parts_ = {};           ///< of an answer that GET RESPONSE fetches
    };

    const sim::Persona& persona_;
    SystemRandom random_ = {};
    sim::Chip chip_;
    sim::ChipChannel octets_;
    Counter counter_;
    apdu::T0Channel t0_;
    Bytes atr_;
    bool extended_length_;
    bool used_before_ = false;
};

/// `genuine`, `unverified` or `not_genuine`; of a read that failed, the error's `code@step`.
[[nodiscard]] std::string summary(const Result<daemon::ReadOutcome>& outcome);

/// A name as GoogleTest takes it.
[[nodiscard]] std::string test_name(std::string_view name);

}  // namespace fivestar::test
