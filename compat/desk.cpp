// SPDX-License-Identifier: Apache-2.0
#include "compat/desk.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace fivestar::compat {
namespace {

constexpr std::array rates{115200U, 57600U, 38400U, 19200U, 9600U};

/// Codes after which the same card cannot be read again before it is lifted.
bool is_final(Code code) {
    return code == Code::kind || code == Code::card_refused || code == Code::data;
}

/// Chooses the reader of a port: the one that was configured or used before, else by its number.
const ReaderStatus* reader_of(const std::vector<ReaderStatus>& readers, const std::string& named, int port) {
    if (!named.empty()) {
        const auto found = std::ranges::find(readers, named, &ReaderStatus::id);
        return found == readers.end() ? nullptr : &*found;
    }
    int number = first_usb_port;
    for (const ReaderStatus& reader : readers) {
        if (reader.has_module && number++ == port) return &reader;
    }
    return nullptr;
}

}  // namespace

std::optional<std::array<std::uint8_t, sam_id_size>> sam_id_octets(const std::string& printed) {
    // "05.03-20150101-0001234567-0123456789": digits, the separator behind them, octets.
    struct Part {
        std::size_t digits;
        char separator;
        std::size_t octets;
    };
    constexpr std::array parts{Part{2, '.', 2}, Part{2, '-', 2}, Part{8, '-', 4}, Part{10, '-', 4}, Part{10, '\0', 4}};
    if (printed.size() != printed_sam_id_size) return std::nullopt;
    std::array<std::uint8_t, sam_id_size> octets{};
    std::size_t at = 0;
    std::size_t out = 0;
    for (const Part& part : parts) {
        std::uint32_t number = 0;
        const char* const begin = printed.data() + at;
        const auto [end, error] = std::from_chars(begin, begin + part.digits, number);
        if (error != std::errc{} || end != begin + part.digits || printed.c_str()[at + part.digits] != part.separator) {
            return std::nullopt;
        }
        for (std::size_t octet = 0; octet < part.octets; ++octet) {
            octets.at(out++) = static_cast<std::uint8_t>(number >> 8U * octet);
        }
        at += part.digits + 1;
    }
    return octets;
}

void Desk::Port::forget_card() {
    card.clear();
    stage = Stage::none;
    refusal = Code::success;
    has_addresses = false;
    addresses.clear();
}

/// Reads the configuration at the first call; the mutex is held.
void Desk::configure() {
    if (is_configured_) return;
    configuration_ = load_configuration();
    is_configured_ = true;
    if (configuration_) link_ = std::make_unique<DaemonLink>(configuration_->socket);
}

int Desk::usual_port(bool serial) {
    const std::lock_guard lock{mutex_};
    configure();
    if (!configuration_) return 0;
    if (!configuration_->readers) return serial ? 0 : first_usb_port;
    for (const auto& [port, reader] : *configuration_->readers) {
        if (is_serial(port) == serial) return port;
    }
    return 0;
}

std::vector<int> Desk::ports_with_cards() {
    const std::lock_guard lock{mutex_};
    std::vector<int> ports;
    for (const auto& [port, state] : ports_) {
        if (state.stage == Stage::selected || state.stage == Stage::done) ports.push_back(port);
    }
    return ports;
}

bool Desk::writes_files() {
    const std::lock_guard lock{mutex_};
    configure();
    return configuration_ && configuration_->writes_files;
}

Code Desk::check(int port, int if_open) {
    const std::lock_guard lock{mutex_};
    configure();
    if (!configuration_ || !configuration_->knows(port)) return Code::port;
    Port& state = ports_[port];
    if (if_open == 0 && !state.is_open) return Code::port;
    if (state.reader.empty() && configuration_->readers) state.reader = configuration_->readers->at(port);
    return Code::success;
}

/// Looks at the reader of a port, and forgets a card that has gone.
Desk::Result<ReaderStatus> Desk::look(int port, int if_open) {
    if (const Code known = check(port, if_open); known != Code::success) return std::unexpected{known};
    constexpr int most_looks = 3;
    for (int looks = 0; looks < most_looks; ++looks) {
        const auto snapshot = link_->readers();
        if (!snapshot) return std::unexpected{snapshot.error()};
        const std::lock_guard lock{mutex_};
        Port& state = ports_[port];
        const ReaderStatus* const reader = reader_of(snapshot->readers, state.reader, port);
        if (reader == nullptr) return std::unexpected{Code::port};
        // Another thread may have had a later answer: this one must not undo it.
        if (snapshot->at < state.seen_at) continue;
        state.seen_at = snapshot->at;
        state.reader = reader->id;
        if (!reader->sam_id.empty()) state.sam_id = reader->sam_id;
        if (reader->card != state.card) state.forget_card();
        return *reader;
    }
    return std::unexpected{Code::timeout};
}

Code Desk::open(int port) {
    const auto reader = look(port, 1);
    if (!reader) return reader.error();
    const std::lock_guard lock{mutex_};
    ports_[port].is_open = true;
    return Code::success;
}

Code Desk::close(int port) {
    if (const Code known = check(port, 1); known != Code::success) return known;
    const std::lock_guard lock{mutex_};
    ports_[port].is_open = false;
    return Code::success;
}

Code Desk::status(int port, int if_open) {
    const auto reader = look(port, if_open);
    if (!reader) return reader.error();
    return reader->is_responsive ? Code::success : Code::timeout;
}

Desk::Result<std::string> Desk::reader(int port) {
    const auto reader = look(port, 1);
    if (!reader) return std::unexpected{reader.error()};
    return reader->id;
}

Code Desk::reset(int port, int if_open) {
    const auto reader = look(port, if_open);
    if (!reader) return reader.error();
    const std::lock_guard lock{mutex_};
    ports_[port].forget_card();
    return Code::success;
}

Desk::Result<unsigned> Desk::rate(int port) {
    if (!is_serial(port)) return std::unexpected{Code::port};
    if (const Code known = check(port, 1); known != Code::success) return std::unexpected{known};
    const std::lock_guard lock{mutex_};
    return ports_[port].rate;
}

Code Desk::set_rate(int port, unsigned current, unsigned wanted) {
    const auto is_rate = [](unsigned rate) { return std::ranges::find(rates, rate) != rates.end(); };
    if (!is_rate(current) || !is_rate(wanted)) return Code::parameter;
    const auto now = rate(port);
    if (!now) return now.error();
    if (*now != current) return Code::timeout;
    const std::lock_guard lock{mutex_};
    ports_[port].rate = wanted;
    return Code::success;
}

Desk::Result<std::string> Desk::sam_id(int port, int if_open) {
    const auto reader = look(port, if_open);
    if (!reader) return std::unexpected{reader.error()};
    const std::lock_guard lock{mutex_};
    const std::string& id = ports_[port].sam_id;
    if (id.size() != printed_sam_id_size) return std::unexpected{Code::unknown};
    return id;
}

Code Desk::presence(int port, int if_open) {
    const auto reader = look(port, if_open);
    if (!reader) return reader.error();
    return reader->card.empty() ? Code::not_found : Code::found;
}

Code Desk::find(int port, int if_open) {
    const auto reader = look(port, if_open);
    if (!reader) return reader.error();
    if (!reader->is_responsive) return Code::timeout;
    if (reader->card.empty()) return Code::not_found;
    const std::lock_guard lock{mutex_};
    Port& state = ports_[port];
    if (state.card == reader->card && state.stage == Stage::done) return Code::not_found;
    if (state.card != reader->card) state.forget_card();
    state.card = reader->card;
    state.stage = Stage::found;
    return Code::found;
}

Code Desk::select(int port, int if_open) {
    const auto reader = look(port, if_open);
    if (!reader) return reader.error();
    const std::lock_guard lock{mutex_};
    Port& state = ports_[port];
    if (state.stage != Stage::found && state.stage != Stage::selected) return Code::not_selected;
    state.stage = Stage::selected;
    return Code::success;
}

Desk::Result<Desk::Card> Desk::selected_card(int port, int if_open) {
    const auto reader = look(port, if_open);
    if (!reader) return std::unexpected{reader.error()};
    const std::lock_guard lock{mutex_};
    const Port& state = ports_[port];
    if (state.stage != Stage::selected && state.stage != Stage::done) return std::unexpected{Code::read};
    if (state.refusal != Code::success) return std::unexpected{state.refusal};
    return Card{.reader = state.reader, .id = state.card};
}

/// Notes the result of a read, unless the card was exchanged meanwhile.
void Desk::settle(int port, const Card& card, Code code) {
    const std::lock_guard lock{mutex_};
    Port& state = ports_[port];
    if (state.card != card.id) return;
    if (code == Code::success || is_final(code)) {
        state.stage = Stage::done;
        state.refusal = code;
    } else if (code == Code::read) {
        state.forget_card();
    }
}

Desk::Result<std::unique_ptr<BaseMessage>> Desk::read(int port, int if_open, Portrait portrait) {
    const auto card = selected_card(port, if_open);
    if (!card) return std::unexpected{card.error()};
    auto message = link_->base_message(card->reader, card->id, portrait);
    settle(port, *card, message ? Code::success : message.error());
    if (message && !(*message)->sam_id.empty()) {
        const std::lock_guard lock{mutex_};
        ports_[port].sam_id = (*message)->sam_id;
    }
    return message;
}

Desk::Result<client::Response> Desk::picture(const BaseMessage& message, const char* media_type) {
    if (message.read.empty()) return std::unexpected{Code::no_item};  // link_ is there once a card was read
    return link_->picture(message.read, media_type);
}

Code Desk::addresses(int port, int if_open, Octets<most_addresses>& into) {
    const auto card = selected_card(port, if_open);
    if (!card) return card.error();
    {
        const std::lock_guard lock{mutex_};
        const Port& state = ports_[port];
        if (state.card == card->id && state.has_addresses) {
            return into.assign(state.addresses.view()) ? Code::success : Code::data;
        }
    }
    if (const auto answer = link_->addresses(card->reader, card->id, into); !answer) {
        if (is_final(answer.error())) settle(port, *card, answer.error());
        return answer.error();
    }
    const std::lock_guard lock{mutex_};
    Port& state = ports_[port];
    if (state.card == card->id) state.has_addresses = state.addresses.assign(into.view());
    return Code::success;
}

Code Desk::management(int port, int if_open, Octets<management_size>& into) {
    const auto card = selected_card(port, if_open);
    if (!card) return card.error();
    const auto answer = link_->management(card->reader, card->id, into);
    if (answer) return Code::success;
    if (is_final(answer.error())) settle(port, *card, answer.error());
    return answer.error();
}

void Desk::before_fork() {
    mutex_.lock();
    if (link_) link_->before_fork();
}

void Desk::after_fork() {
    if (link_) link_->after_fork();
    mutex_.unlock();
}

}  // namespace fivestar::compat
