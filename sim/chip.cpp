#include "sim/chip.hpp"

#include "sim/answer_to_reset.hpp"
#include "sim/command_chain.hpp"
#include "sim/file_commands.hpp"
#include "sim/held_answer.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::uint8_t secure_messaging_bits = 0x0C;

constexpr apdu::StatusWord logical_channel_not_supported{0x6881};

namespace instruction {
constexpr std::uint8_t external_authenticate = 0x82;
constexpr std::uint8_t get_challenge = 0x84;
constexpr std::uint8_t select = 0xA4;
constexpr std::uint8_t read_binary = 0xB0;
constexpr std::uint8_t read_binary_odd = 0xB1;
constexpr std::uint8_t get_response = 0xC0;
}  // namespace instruction

/// Whether the length fields have the extended form (ISO/IEC 7816-3 §12.1.3).
bool extended_form(ByteView command) {
    return command.size() >= 7 && command[4] == 0;
}

Damage damage_of(std::optional<Fault> fault) {
    if (!fault) return Damage::none;
    switch (*fault) {
        case Fault::without_do99:
            return Damage::without_do99;
        case Fault::without_do8e:
            return Damage::without_do8e;
        case Fault::wrong_mac:
            return Damage::wrong_mac;
        case Fault::empty_do99:
            return Damage::empty_do99;
        case Fault::short_do99:
            return Damage::short_do99;
        case Fault::long_do99:
            return Damage::long_do99;
        default:
            return Damage::none;
    }
}

std::optional<Fault> planned(const std::vector<FaultPlan>& plans, std::uint32_t command) {
    const auto plan = std::ranges::find_if(
        plans, [command](const FaultPlan& each) { return each.first <= command && command <= each.last; });
    return plan == plans.end() ? std::nullopt : std::optional{plan->fault};
}

}  // namespace

struct Chip::State {
    State(Card the_card, Quirks the_quirks, Random& the_random)
        : card(std::move(the_card)), quirks(std::move(the_quirks)), random(the_random), files(card.files, quirks) {
        if (card.basic_access) access.emplace(std::move(*card.basic_access));
        if (quirks.claims_extended_length) restate_card_information();
    }

    void restate_card_information() {
        for (CardFile& file : card.files.master_file) {
            if (file.identifier != file_identifier::card_information) continue;
            file.content = card_information(claims_extended_length());
        }
    }

    void forget();
    [[nodiscard]] bool claims_extended_length() const {
        return quirks.claims_extended_length.value_or(card.extended_length);
    }
    [[nodiscard]] bool accepts_extended_length() const {
        return quirks.accepts_extended_length.value_or(card.extended_length);
    }
    [[nodiscard]] bool silent(std::optional<Fault> fault) const { return fault == Fault::silent && !spoken_to; }

    std::optional<apdu::Response> execute(ByteView octets, std::optional<Fault> fault);
    std::optional<apdu::Response> execute_plain(const apdu::Command& command, std::size_t room);
    std::optional<apdu::Response> execute_secured(const apdu::Command& command, std::size_t room,
                                                  std::optional<Fault> fault);
    Reply perform(const apdu::Command& command, bool secured, std::size_t room);
    Reply get_challenge(const apdu::Command& command);
    Reply external_authenticate(const apdu::Command& command, bool secured);
    [[nodiscard]] Parting parting(std::optional<Fault> fault) const;

    Card card;
    Quirks quirks;
    Random& random;
    std::optional<BasicAccess> access;
    FileCommands files;
    std::atomic<bool> spoken_to = false;
    std::uint32_t commands = 0;
    bool powered = false;

    // What reset forgets.
    std::optional<CardSession> session;
    bool locked = false;
    Bytes challenge;
    CommandChain chain;
    HeldAnswer held;
};

void Chip::State::forget() {
    session.reset();
    locked = false;
    challenge.clear();
    chain = {};
    held = {};
    files.reset();
}

/// Nothing if the chip hangs.
std::optional<apdu::Response> Chip::State::execute(ByteView octets, std::optional<Fault> fault) {
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
    if (const auto status = chain.join(*command)) return apdu::Response{.sw = *status};

    const std::size_t room = extended || parting({}) != Parting::never ? max_answer_data : apdu::max_short_le;
    const std::uint8_t security = command->cla & secure_messaging_bits;
    if (security != 0 && security != secure_messaging_bits) {
        return apdu::Response{.sw = sw::secure_messaging_not_supported};
    }
    auto response = security == 0 ? execute_plain(*command, room) : execute_secured(*command, room, fault);
    if (!response) return std::nullopt;
    return held.part(*command, std::move(*response), parting(fault));
}

Parting Chip::State::parting(std::optional<Fault> fault) const {
    if (fault == Fault::endless_response) return Parting::endless;
    if (card.interface == Interface::contact_t0) return Parting::t0;
    return quirks.chains_answers ? Parting::long_ones : Parting::never;
}

/// A plain command ends the session (Doc 9303-11 §9.8.3).
std::optional<apdu::Response> Chip::State::execute_plain(const apdu::Command& command, std::size_t room) {
    session.reset();
    Reply reply = perform(command, false, room);
    if (reply.hangs && !spoken_to) return std::nullopt;
    locked = locked || reply.locked;
    return std::move(reply.response);
}

std::optional<apdu::Response> Chip::State::execute_secured(const apdu::Command& command, std::size_t room,
                                                           std::optional<Fault> fault) {
    if (!session || locked) return apdu::Response{.sw = sw::sm_objects_incorrect};
    const auto plain = session->unwrap(command);
    if (!plain) {
        session.reset();
        return apdu::Response{.sw = {plain.error().sw}};
    }
    Reply reply = perform(*plain, true, session->capacity(room));
    if (reply.hangs && !spoken_to) return std::nullopt;
    locked = locked || reply.locked;
    if (fault == Fault::naked_data) return std::move(reply.response);
    if (fault == Fault::naked_wrong_length) reply = Reply{sw::wrong_length};
    if (reply.naked || fault == Fault::naked_wrong_length) {
        session.reset();
        return std::move(reply.response);
    }
    auto wrapped = session->wrap(reply.response, reply.wrong_mac ? Damage::wrong_mac : damage_of(fault));
    if (wrapped) return std::move(*wrapped);
    session.reset();
    return apdu::Response{.sw = sw::sm_objects_incorrect};
}

Reply Chip::State::perform(const apdu::Command& command, bool secured, std::size_t room) {
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
        default:
            return sw::ins_not_supported;
    }
}

Reply Chip::State::get_challenge(const apdu::Command& command) {
    if (command.p1 != 0 || command.p2 != 0) return sw::incorrect_p1_p2;
    const bool length_fits = command.le == BasicAccess::challenge_size || command.le == apdu::max_short_le ||
                             command.le == apdu::max_extended_le;
    if (!command.data.empty() || !length_fits) return sw::wrong_length;
    challenge.resize(BasicAccess::challenge_size);
    random.fill(challenge);
    return {challenge, sw::success};
}

Reply Chip::State::external_authenticate(const apdu::Command& command, bool secured) {
    if (quirks.authenticate_status) return *quirks.authenticate_status;
    if (locked) return sw::sm_objects_incorrect;
    if (!access) return sw::reference_not_found;
    if (command.p1 != 0 || command.p2 != 0) return sw::incorrect_p1_p2;
    if (secured || challenge.empty()) return sw::conditions_not_satisfied;
    const Bytes spent = std::exchange(challenge, {});
    if (command.data.size() != BasicAccess::cryptogram_size) return sw::wrong_length;
    auto opened = access->authenticate(spent, command.data, random);
    if (!opened) return sw::authentication_failed;
    auto fresh = CardSession::create(std::move(opened->keys));
    if (!fresh) return sw::authentication_failed;
    session.emplace(std::move(*fresh));
    return {opened->answer, sw::success};
}

Chip::Chip(Card card, Quirks quirks, Random& random)
    : state_(std::make_unique<State>(std::move(card), std::move(quirks), random)) {}
Chip::~Chip() = default;

Bytes Chip::atr() const {
    if (state_->quirks.atr) return *state_->quirks.atr;
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
    const auto response = state_->execute(command, fault);
    if (!response) return {.delivery = Delivery::never};
    Answer answer{.octets = apdu::encode(*response)};
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
