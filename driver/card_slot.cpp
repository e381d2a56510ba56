// SPDX-License-Identifier: Apache-2.0
#include "driver/card_slot.hpp"

#include "driver/pseudo_apdu.hpp"
#include "samv/stream.hpp"

#include <algorithm>

namespace fivestar::driver {
namespace {

using samv::Status;

// A card at the edge of the field is found before it can be selected.
constexpr unsigned failed_selects_until_present = 2;

// A single lost reply does not mean that the card was removed.
constexpr unsigned unanswered_polls_until_absent = 2;

constexpr std::uint8_t no_answer = 0xFF;

/// The ISO 7816-4 status word for a status other than success. `FF CA F1 00` returns the module's own code.
std::uint16_t status_word_of(samv::Status status) {
    switch (status) {
        case Status::sam_not_authenticated:
        case Status::card_not_authenticated:
            return sw::security_not_satisfied;
        case Status::verification_failed:
            return sw::incorrect_data;
        case Status::wrong_card_type:
            return sw::function_not_supported;
        case Status::read_failed:
        case Status::random_number_failed:
        case Status::find_failed:
        case Status::select_failed:
            return sw::no_information;
        case Status::no_such_item:
            return sw::data_not_found;
        case Status::self_test_failed:
            return sw::memory_failure;
        case Status::sam_not_authorised:
            return sw::authentication_blocked;
        default:
            return sw::no_diagnosis;
    }
}

}  // namespace

CardSlot::CardSlot(samv::Module& module, const Clock& clock)
    : module_{module},
      clock_{clock},
      suspension_{clock},
      memory_{samv::stream_size + samv::largest_fingerprints_size} {}

Result<void> CardSlot::poll() {
    expire();
    return state_ == State::read ? look_after_read_card() : look_for_card();
}

Result<void> CardSlot::look_for_card() {
    auto found = module_.find();
    if (!found) return unanswered(found.error());
    unanswered_polls_ = 0;
    fault_.reset();
    if (found->status != Status::card_found && (state_ == State::unselected || may_have_been_read_)) {
        // The card was read although the reply was lost, or by the driver of a pcscd that has ended.
        const auto there = still_there();
        if (!there) return unanswered(there.error());
        if (*there) {
            // A card that came after the search is new, and is found now.
            found = module_.find();
            if (!found) return unanswered(found.error());
            if (found->status != Status::card_found) {
                state_ = State::read;
                may_have_been_read_ = false;
                return {};
            }
        }
    }
    if (found->status != Status::card_found) {
        if (found->status != Status::find_failed) fault_ = found->status;
        forget_card();
        may_have_been_read_ = false;
        return {};
    }
    const auto selected = module_.exchange(samv::select_card);
    if (!selected) return unanswered(selected.error());
    may_have_been_read_ = false;
    if (selected->status == Status::success) {
        state_ = State::selected;
        failed_selects_ = 0;
        return {};
    }
    if (selected->status != Status::select_failed) fault_ = selected->status;
    if (++failed_selects_ >= failed_selects_until_present) state_ = State::unselected;
    return {};
}

Result<void> CardSlot::look_after_read_card() {
    // A failure can be a disturbance; a removed card fails twice.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto there = still_there();
        if (!there) return unanswered(there.error());
        unanswered_polls_ = 0;
        if (*there) return {};
    }
    // The next poll finds a new card. pcscd must see the removal first.
    forget_card();
    return {};
}

Result<bool> CardSlot::still_there() {
    const auto probe = module_.exchange(samv::read_appended_addresses);
    if (!probe) return std::unexpected{probe.error()};
    return probe->status == Status::success || probe->status == Status::no_such_item;
}

Result<void> CardSlot::unanswered(const Error& error) {
    if (++unanswered_polls_ >= unanswered_polls_until_absent || error.code == ErrorCode::reader_lost) {
        forget_card();
        may_have_been_read_ = true;
    }
    return std::unexpected{error};
}

void CardSlot::forget_card() {
    state_ = State::absent;
    failed_selects_ = 0;
    must_be_lifted_ = false;
    wipe();
    kept_reply_ = {};
}

void CardSlot::wipe() {
    memory_.wipe();
    has_stream_ = false;
    has_fingerprints_ = false;
    fingerprints_size_ = 0;
}

void CardSlot::expire() {
    kept_reply_ = {};
    const bool is_old = (has_stream_ || has_fingerprints_) && clock_.boot() - read_at_ >= content_lifetime;
    // While the machine was suspended, the card may have been exchanged.
    if (suspension_.take() > std::chrono::nanoseconds{0} || is_old) wipe();
}

std::expected<samv::Reply, std::uint16_t> CardSlot::ask(const samv::Command& command) {
    const bool finds = command == samv::find_card;
    auto reply = finds ? module_.find() : module_.exchange(command);
    last_result_ = {command.code, command.parameter, reply ? static_cast<std::uint8_t>(reply->status) : no_answer};
    if (!reply) return std::unexpected{sw::no_diagnosis};
    if (reply->status != (finds ? Status::card_found : Status::success)) {
        return std::unexpected{status_word_of(reply->status)};
    }
    return std::move(*reply);
}

std::expected<void, std::uint16_t> CardSlot::select_for_client() {
    if (const auto found = ask(samv::find_card); !found) return std::unexpected{found.error()};
    if (const auto selected = ask(samv::select_card); !selected) return std::unexpected{selected.error()};
    state_ = State::selected;
    return {};
}

std::expected<void, std::uint16_t> CardSlot::present_again() {
    if (must_be_lifted_) return std::unexpected{sw::conditions_not_satisfied};
    const auto was_reset = ask(samv::reset_module);
    if (was_reset && select_for_client()) return {};
    must_be_lifted_ = true;
    return std::unexpected{sw::conditions_not_satisfied};
}

std::expected<samv::Reply, std::uint16_t> CardSlot::read_for_client(const samv::Command& command) {
    if (state_ == State::unselected) {
        auto selected = select_for_client();
        if (!selected && last_result_[2] == static_cast<std::uint8_t>(Status::find_failed)) selected = present_again();
        if (!selected) return std::unexpected{selected.error()};
    }
    auto reply = ask(command);
    const bool failed = !reply && reply.error() != sw::data_not_found;
    if (failed && state_ == State::selected) state_ = State::unselected;
    return reply;
}

void CardSlot::keep(const samv::CardContentView& content) {
    state_ = State::read;
    read_at_ = clock_.boot();
    samv::write_stream(content, memory_.octets().first(samv::stream_size));
    has_stream_ = true;
    if (!content.fingerprints.empty()) {
        std::ranges::copy(content.fingerprints, memory_.octets().subspan(samv::stream_size).begin());
        fingerprints_size_ = content.fingerprints.size();
    }
}

Answer CardSlot::stream() {
    expire();
    if (!has_stream_) {
        if (state_ == State::read) {
            if (const auto again = present_again(); !again) return std::unexpected{again.error()};
        }
        const auto reply = read_for_client(samv::read_text_and_photo);
        if (!reply) return std::unexpected{reply.error()};
        const auto content = samv::parse_text_and_photo(reply->data.view());
        if (!content) {
            module_.distrust_line();
            state_ = State::unselected;
            return std::unexpected{sw::no_diagnosis};
        }
        keep(*content);
    }
    return memory_.octets().first(samv::stream_size);
}

Answer CardSlot::fingerprints() {
    expire();
    if (!has_fingerprints_) {
        auto reply = read_for_client(samv::read_with_fingerprints);
        if (!reply && state_ == State::read && present_again()) {
            reply = read_for_client(samv::read_with_fingerprints);
        }
        if (!reply) return std::unexpected{reply.error()};
        const auto content = samv::parse_with_fingerprints(reply->data.view());
        if (!content) {
            module_.distrust_line();
            return std::unexpected{sw::no_diagnosis};
        }
        keep(*content);
        has_fingerprints_ = true;
    }
    if (fingerprints_size_ == 0) return std::unexpected{sw::data_not_found};
    return memory_.octets().subspan(samv::stream_size, fingerprints_size_);
}

template <class Parse>
Answer CardSlot::read_and_keep(const samv::Command& command, Parse parse) {
    auto reply = read_for_client(command);
    if (!reply) return std::unexpected{reply.error()};
    if (!parse(reply->data.view())) {
        module_.distrust_line();
        return std::unexpected{sw::no_diagnosis};
    }
    kept_reply_ = std::move(*reply);
    return kept_reply_.data.view();
}

Answer CardSlot::appended_addresses() {
    return read_and_keep(samv::read_appended_addresses, samv::parse_appended_addresses);
}

Answer CardSlot::management_information() {
    return read_and_keep(samv::read_management_information, samv::parse_management_information);
}

Answer CardSlot::serial_number() {
    const auto octets = management_information();
    if (!octets) return octets;
    return samv::parse_management_information(*octets)->serial_number;
}

Answer CardSlot::sam_id() {
    if (!sam_id_) {
        const auto reply = ask(samv::read_sam_id);
        if (!reply) return std::unexpected{reply.error()};
        keep_sam_id(reply->data.view());
    }
    if (!sam_id_) return std::unexpected{sw::no_diagnosis};
    return *sam_id_;
}

void CardSlot::identify() {
    const auto reply = module_.exchange(samv::read_sam_id);
    if (reply && reply->status == Status::success) keep_sam_id(reply->data.view());
}

std::optional<samv::SamId> CardSlot::known_sam_id() const {
    if (!sam_id_) return std::nullopt;
    const auto id = samv::parse_sam_id(*sam_id_);
    return id ? std::optional{*id} : std::nullopt;
}

void CardSlot::keep_sam_id(ByteView octets) {
    if (octets.size() != samv::sam_id_size) {
        module_.distrust_line();
        return;
    }
    sam_id_.emplace();
    std::ranges::copy(octets, sam_id_->begin());
}

}  // namespace fivestar::driver
