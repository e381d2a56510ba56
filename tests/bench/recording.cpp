// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/recording.hpp"

#include "crypto/base/clock.hpp"
#include "daemon/readers/card_identification.hpp"
#include "demo/chip_connection.hpp"
#include "sim/documents/document.hpp"
#include "sim/documents/mrz.hpp"
#include "sim/documents/persona.hpp"
#include "sim/pki/pki.hpp"

#include <memory>
#include <stdexcept>
#include <stop_token>
#include <utility>

namespace fivestar::bench {
namespace {

constexpr const char* persona_name = "five-star-2023";
constexpr std::uint8_t terminal_octets = 0x10;
constexpr std::uint8_t chip_octets = 0x80;

class NobodyWatches final : public daemon::ReadObserver {
  public:
    void progress(const daemon::ReadProgress&) override {}
    void text_ready(const daemon::ReadOutcome&) override {}
};

/// Writes down what passes.
class RecordingConnection final : public apdu::CardConnection, private apdu::Channel {
  public:
    RecordingConnection(apdu::CardConnection& connection, std::vector<Exchange>& exchanges)
        : connection_(connection), exchanges_(exchanges) {}

    apdu::Channel& channel() override { return *this; }
    ByteView atr() const override { return connection_.atr(); }
    apdu::Protocol protocol() const override { return connection_.protocol(); }
    bool extended_length() const override { return connection_.extended_length(); }
    Result<void> reset() override { throw std::runtime_error{"a read worth recording needs no reset"}; }

  private:
    Result<apdu::Response> transmit(const apdu::Command& command) override {
        auto response = connection_.channel().transmit(command);
        exchanges_.push_back({apdu::encode(command).value(), copy(apdu::encode(response.value()))});
        return response;
    }

    apdu::CardConnection& connection_;
    std::vector<Exchange>& exchanges_;
};

std::shared_ptr<const crypto::TrustStore> store_of(const std::vector<Bytes>& anchors, const std::vector<Bytes>& lists) {
    auto store = std::make_shared<crypto::TrustStore>();
    for (const Bytes& anchor : anchors) store->add_anchor(crypto::Certificate::parse(anchor).value());
    for (const Bytes& list : lists) store->add_revocation_list(crypto::RevocationList::parse(list).value());
    return store;
}

}  // namespace

std::size_t Recording::octets() const {
    std::size_t sum = 0;
    for (const Exchange& exchange : exchanges) sum += exchange.command.size() + exchange.answer.size();
    return sum;
}

daemon::ReadEnvironment trusting_environment(const std::filesystem::path& data) {
    const auto pki = sim::TestPki::load(data).value();
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return {.trust = store_of(pki.anchors(), pki.revocation_lists()),
            .lds_trust = store_of(pki.lds_anchors(), pki.revocation_lists()),
            .algorithm_policy = {},
            .today = today};
}

daemon::ReadOutcome read_verified(apdu::CardConnection& connection, const Recording& recording,
                                  const daemon::ReadEnvironment& environment) {
    FixedRandom random{terminal_octets};
    const SystemClock clock;
    NobodyWatches nobody;
    daemon::ReadRequest order;
    order.access.mrz_information.emplace(recording.mrz_information);
    order.card_access = recording.card_access;
    auto outcome = daemon::read_card(connection, order, environment, random, clock, nobody, std::stop_token{});
    if (!outcome) throw std::runtime_error{"the read failed: " + std::string{to_string(outcome.error().code)}};
    if (outcome->verdict != identity::Verdict::genuine || !outcome->record.portrait) {
        throw std::runtime_error{"the read is not a verified one"};
    }
    return std::move(*outcome);
}

Recording record_read(const std::filesystem::path& data, bool extended_length,
                      const daemon::ReadEnvironment& environment) {
    const auto persona = sim::load_persona(data, persona_name).value();
    sim::Card card = sim::load_card(data, persona_name).value();
    card.extended_length = extended_length;
    const sim::Interface interface = card.interface;
    FixedRandom random{chip_octets};
    const auto chip = std::make_shared<sim::Chip>(std::move(card), sim::Quirks{}, random);
    demo::ChipConnection connection{chip, interface};
    Recording recording{.atr = chip->atr(),
                        .exchanges = {},
                        .mrz_information = sim::mrz_information(persona.mrz),
                        .card_access = daemon::identify(connection).value().card_access};
    if (!connection.reset()) throw std::runtime_error{"the card cannot be reset"};
    RecordingConnection recorder{connection, recording.exchanges};
    read_verified(recorder, recording, environment);
    return recording;
}

}  // namespace fivestar::bench
