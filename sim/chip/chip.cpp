// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/chip.hpp"

#include "crypto/tlv/cursor.hpp"
#include "sim/chip/answer_to_reset.hpp"
#include "sim/chip/card_session.hpp"
#include "sim/chip/chaining.hpp"
#include "sim/chip/file_commands.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::uint8_t secure_messaging_bits = 0x0C;
constexpr std::uint8_t chaining_bit = 0x10;

constexpr apdu::StatusWord logical_channel_not_supported{0x6881};

namespace instruction {
constexpr std::uint8_t manage_security_environment = 0x22;
constexpr std::uint8_t external_authenticate = 0x82;
constexpr std::uint8_t get_challenge = 0x84;
constexpr std::uint8_t general_authenticate = 0x86;
constexpr std::uint8_t internal_authenticate = 0x88;
constexpr std::uint8_t select = 0xA4;
constexpr std::uint8_t read_binary = 0xB0;
constexpr std::uint8_t read_binary_odd = 0xB1;
constexpr std::uint8_t get_response = 0xC0;
}  // namespace instruction

/// `extended_form(command)` is true if the length fields are extended (ISO/IEC 7816-3 §12.1.3).
bool extended_form(ByteView command) {
    return command.size() >= 7 && command[4] == 0;
}

/// The chaining bit on GENERAL AUTHENTICATE marks the steps of PACE (Doc 9303-11 §4.4.4.3), each with a response of its
/// own. Data that are not complete data objects belong to a longer command instead.
bool is_protocol_step(const apdu::Command& command) {
    if (command.ins != instruction::general_authenticate || (command.cla & chaining_bit) == 0) return false;
    tlv::Cursor cursor{command.data};
    while (!cursor.at_end()) {
        if (!cursor.next()) return false;
    }
    return true;
}

std::optional<Fault> planned(const std::vector<FaultPlan>& plans, std::uint32_t command) {
    const auto plan = std::ranges::find_if(
        plans, [command](const FaultPlan& each) { return each.first <= command && command <= each.last; });
    return plan == plans.end() ? std::nullopt : std::optional{plan->fault};
}

}  // namespace

struct Chip::State {
    State(Card the_card, Quirks the_quirks, Random& the_random)
        : card(std::move(the_card)),
          quirks(std::move(the_quirks)),
          random(the_random),
          files(card.files, quirks),
          security(card.security, quirks, random) {
        if (card.basic_access) access.emplace(std::move(*card.basic_access));
        if (quirks.claims_extended_length) restate_card_information();
        if (quirks.card_access_below_application) move_card_access();
        // Without access control there is nothing that would open the chip.
        if (!access && card.security.pace.offers.empty()) quirks.closed_status.reset();
    }

    void move_card_access() {
        std::vector<CardFile>& from = card.files.master_file;
        const auto found = std::ranges::find(from, file_identifier::card_access, &CardFile::identifier);
        if (found == from.end()) return;
        card.files.application.push_back(std::move(*found));
        from.erase(found);
    }

    void restate_card_information() {
        for (CardFile& file : card.files.master_file) {
            if (file.identifier != file_identifier::card_information) continue;
            file.content = card_information(claims_extended_length());
        }
    }

    [[nodiscard]] bool claims_extended_length() const {
        return quirks.claims_extended_length.value_or(card.extended_length);
    }
    [[nodiscard]] bool accepts_extended_length() const {
        return quirks.accepts_extended_length.value_or(card.extended_length);
    }
    [[nodiscard]] bool silent(std::optional<Fault> fault) const { return fault == Fault::silent && !spoken_to; }

    void forget() {
        session.reset();
        locked = false;
        challenge.clear();
        chain = {};
        held = {};
        files.reset();
        security.abandon();
    }

    /// Returns nothing if the chip hangs.
    std::optional<apdu::Response> execute(ByteView octets, std::optional<Fault> fault) {
        auto command = apdu::decode_command(octets);
        if (!command) return apdu::Response{.sw = sw::wrong_length};
        if ((command->cla & 0xE0U) != 0) return apdu::Response{.sw = sw::cla_not_supported};
        if ((command->cla & 0x03U) != 0) return apdu::Response{.sw = logical_channel_not_supported};
        const bool extended = extended_form(octets);
        if (extended && !accepts_extended_length()) {
            session.reset();
            return apdu::Response{.sw = sw::wrong_length};
        }
        if (command->ins == instruction::get_response) return held.fetch(*command);
        held = {};
        if (is_protocol_step(*command)) {
            command->cla = static_cast<std::uint8_t>(command->cla & ~chaining_bit);
        } else if (const auto status = chain.join(*command)) {
            return apdu::Response{.sw = *status};
        }

        if (lacks_le_by_protocol(*command)) command->le = apdu::max_short_le;

        const std::size_t room = extended || parting({}) != Parting::never ? max_answer_data : apdu::max_short_le;
        const std::uint8_t protection = command->cla & secure_messaging_bits;
        if (protection != 0 && protection != secure_messaging_bits) {
            return apdu::Response{.sw = sw::secure_messaging_not_supported};
        }
        auto response = protection == 0 ? execute_plain(*command, room) : execute_secured(*command, room, fault);
        if (!response) return std::nullopt;
        return held.part(*command, std::move(*response), parting(fault));
    }

    /// With T=0 a command with data has no Le (ISO/IEC 7816-3 §12.2.1, case 4S). These two always respond.
    [[nodiscard]] bool lacks_le_by_protocol(const apdu::Command& command) const {
        const bool responds =
            command.ins == instruction::general_authenticate || command.ins == instruction::internal_authenticate;
        return card.interface == Interface::contact_t0 && responds && !command.data.empty() && command.le == 0;
    }

    Parting parting(std::optional<Fault> fault) const {
        if (fault == Fault::endless_response) return Parting::endless;
        if (card.interface == Interface::contact_t0) return Parting::t0;
        return quirks.chains_answers ? Parting::long_ones : Parting::never;
    }

    /// A plain command ends the session (Doc 9303-11 §9.8.3).
    std::optional<apdu::Response> execute_plain(const apdu::Command& command, std::size_t room) {
        session.reset();
        Reply reply = perform(command, false, room);
        if (reply.hangs && !spoken_to) return std::nullopt;
        note(reply);
        begin_session(reply);
        return std::move(reply.response);
    }

    void note(Reply& reply) {
        locked = locked || reply.locked;
        delay = reply.delay;
    }

    /// The new session starts after this response, which the old session protects.
    void begin_session(Reply& reply) {
        if (!reply.new_session) return;
        session.reset();
        auto fresh = CardSession::create(std::move(*reply.new_session));
        if (fresh) session.emplace(std::move(*fresh));
    }

    std::optional<apdu::Response> execute_secured(const apdu::Command& command, std::size_t room,
                                                  std::optional<Fault> fault) {
        if (!session || locked) return apdu::Response{.sw = sw::sm_objects_incorrect};
        const auto plain = session->unwrap(command);
        if (!plain) {
            session.reset();
            return apdu::Response{.sw = {plain.error().sw}};
        }
        Reply reply = perform(*plain, true, session->capacity(room));
        if (reply.hangs && !spoken_to) return std::nullopt;
        note(reply);
        if (fault == Fault::unprotected_data) return std::move(reply.response);
        if (fault == Fault::unprotected_wrong_length) reply = Reply{sw::wrong_length};
        if (reply.unprotected || fault == Fault::unprotected_wrong_length) {
            session.reset();
            return std::move(reply.response);
        }
        auto wrapped = session->wrap(reply.response, reply.wrong_mac ? std::optional{Fault::wrong_mac} : fault);
        if (wrapped) {
            begin_session(reply);
            return std::move(*wrapped);
        }
        session.reset();
        return apdu::Response{.sw = sw::sm_objects_incorrect};
    }

    Reply perform(const apdu::Command& command, bool secured, std::size_t room) {
        if (command.ins != instruction::general_authenticate) security.abandon();
        switch (command.ins) {
            case instruction::select:
                return files.select(command, secured);
            case instruction::read_binary:
            case instruction::read_binary_odd:
                return files.read_binary(command, secured, room);
            case instruction::get_challenge:
                return get_challenge(command);
            case instruction::external_authenticate:
                return external_authenticate(command, secured);
            case instruction::manage_security_environment:
                return security.manage_environment(command, secured);
            case instruction::general_authenticate:
                return security.general_authenticate(command, secured);
            case instruction::internal_authenticate:
                return security.internal_authenticate(command, room);
            default:
                return sw::ins_not_supported;
        }
    }

    Reply get_challenge(const apdu::Command& command) {
        if (command.p1 != 0 || command.p2 != 0) return sw::incorrect_p1_p2;
        const bool length_fits = command.le == BasicAccess::challenge_size || command.le == apdu::max_short_le ||
                                 command.le == apdu::max_extended_le;
        if (!command.data.empty() || !length_fits) return sw::wrong_length;
        challenge.resize(BasicAccess::challenge_size);
        random.fill(challenge);
        return {challenge, sw::success};
    }

    Reply external_authenticate(const apdu::Command& command, bool secured) {
        if (quirks.authenticate_status) return *quirks.authenticate_status;
        if (locked) return sw::sm_objects_incorrect;
        if (!access) return sw::reference_not_found;
        if (command.p1 != 0 || command.p2 != 0) return sw::incorrect_p1_p2;
        if (secured || challenge.empty()) return sw::conditions_not_satisfied;
        const Bytes spent = std::exchange(challenge, {});
        if (command.data.size() != BasicAccess::cryptogram_size) return sw::wrong_length;
        auto opened = access->authenticate(spent, command.data, random);
        if (!opened) return sw::authentication_failed;
        Reply reply{opened->answer, sw::success};
        reply.new_session = std::move(opened->keys);
        return reply;
    }

    Card card;
    Quirks quirks;
    Random& random;
    std::optional<BasicAccess> access;
    FileCommands files;
    SecurityCommands security;
    std::atomic<bool> spoken_to = false;
    std::uint32_t commands = 0;
    bool powered = false;
    std::chrono::milliseconds delay{};  // of the current response

    // Cleared by reset.
    std::optional<CardSession> session;
    bool locked = false;
    Bytes challenge;
    CommandChain chain;
    HeldAnswer held;
};

Chip::Chip(Card card, Quirks quirks, Random& random)
    : state_(std::make_unique<State>(std::move(card), std::move(quirks), random)) {}
Chip::~Chip() = default;

Bytes Chip::atr() const {
    if (const auto& atr = state_->quirks.atr) return *atr;
    return answer_to_reset(state_->card.interface, state_->claims_extended_length());
}

void Chip::power_on() {
    state_->forget();
    state_->powered = true;
}

void Chip::power_off() {
    state_->forget();
    state_->powered = false;
}

void Chip::reset() {
    power_on();
}

void Chip::speak() {
    state_->spoken_to = true;
}

Result<void> Chip::start_session(SessionKeys keys) {
    auto session = CardSession::create(std::move(keys));
    if (!session) return std::unexpected{session.error()};
    state_->session.emplace(std::move(*session));
    return {};
}

Answer Chip::transmit(ByteView command) {
    if (!state_->powered) return {.delivery = Delivery::never};
    const auto fault = planned(state_->quirks.faults, ++state_->commands);
    if (fault == Fault::removed) {
        power_off();
        return {.delivery = Delivery::removed};
    }
    if (state_->silent(fault)) return {.delivery = Delivery::never};
    state_->delay = {};
    const auto response = state_->execute(command, fault);
    if (!response) return {.delivery = Delivery::never};
    Answer answer{.octets = apdu::encode(*response), .delay = state_->delay};
    if (fault == Fault::no_octets) answer.octets.clear();
    if (fault == Fault::one_octet) answer.octets.resize(1);
    if (fault == Fault::status_only) answer.octets = apdu::encode({.sw = sw::success});
    if (fault == Fault::half_frame) {
        power_off();
        answer.delivery = Delivery::half_frame;
    }
    return answer;
}

}  // namespace fivestar::sim
