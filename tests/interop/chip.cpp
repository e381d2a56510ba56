// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/chip.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/interop/messaging.hpp"

#include <stdexcept>
#include <utility>

namespace fivestar::interop {
namespace {

namespace sw = apdu::sw;
using apdu::Response;

constexpr tlv::Tag dynamic_authentication = 0x7C;

Response status(apdu::StatusWord word) {
    return {{}, word};
}

Response answer(tlv::Tag tag, ByteView value) {
    return {PersonalBytes{tlv::encode(dynamic_authentication, tlv::encode(tag, value))}, sw::success};
}

std::optional<ByteView> find(ByteView data, tlv::Tag tag) {
    const auto found = tlv::find(data, tag);
    if (!found || !*found) return std::nullopt;
    return (*found)->value;
}

}  // namespace

Result<Response> OpenPaceChip::transmit(const apdu::Command& command) {
    try {
        if (!in_session_) return plain(command);
        const auto opened = unprotect(*party_, command);
        if (!opened) {
            in_session_ = false;
            return status(sw::sm_objects_incorrect);
        }
        auto protected_answer = protect(*party_, secured(*opened));
        if (after_answer_) std::exchange(after_answer_, {})();
        return protected_answer;
    } catch (const std::runtime_error&) {  // OpenPACE failed
        step_ = Step::none;
        return status(sw::incorrect_data);
    }
}

Response OpenPaceChip::plain(const apdu::Command& command) {
    if (command.ins == 0x22 && command.p1 == 0xC1 && command.p2 == 0xA4) return select_pace(command.data);
    if (command.ins == 0x86 && step_ != Step::none) return general_authenticate(command.data);
    return status(sw::security_status_not_satisfied);
}

Response OpenPaceChip::select_pace(ByteView data) {
    const auto protocol = find(data, 0x80);
    const auto reference = find(data, 0x83);
    if (!protocol || !reference || reference->size() != 1) return status(sw::incorrect_data);
    const auto password = content_.passwords.find((*reference)[0]);
    if (password == content_.passwords.end()) return status(sw::reference_not_found);
    password_ = Password{password->first, password->second};
    party_ = std::make_unique<OpenPace>();
    party_->choose_pace(*protocol, content_.parameter);
    step_ = Step::nonce;
    return status(sw::success);
}

Response OpenPaceChip::general_authenticate(ByteView data) {
    const auto objects = find(data, dynamic_authentication);
    if (!objects || !password_) return status(sw::incorrect_data);
    const auto given = [&](tlv::Tag tag) { return find(*objects, tag).value_or(ByteView{}); };
    switch (std::exchange(step_, Step::none)) {
        case Step::nonce:
            step_ = Step::map;
            return answer(0x80, party_->encrypted_nonce(*password_));
        case Step::map: {
            const Bytes own = party_->mapping_key();
            party_->map(given(0x81));
            step_ = Step::agree;
            return answer(0x82, own);
        }
        case Step::agree:
            terminal_key_ = copy(given(0x83));
            own_key_ = party_->ephemeral_key();
            party_->agree(terminal_key_);
            if (refuses_for_zeros(*party_)) return status(sw::conditions_not_satisfied);
            step_ = Step::authenticate;
            return answer(0x84, own_key_);
        default:
            break;
    }
    if (!party_->is_right(given(0x85))) return status(sw::authentication_failed);
    const Bytes token = party_->token(terminal_key_);
    party_->start_pace_session();
    in_session_ = true;
    return answer(0x86, token);
}

Response OpenPaceChip::secured(const apdu::Command& command) {
    switch (command.ins) {
        case 0xA4:
            return status(sw::success);
        case 0xB0:
            return {PersonalBytes{content_.file}, sw::success};
        case 0x22:
            if (command.p1 != 0x41) return status(sw::incorrect_p1_p2);
            if (command.p2 == 0xA6) {
                const auto key = find(command.data, 0x91);
                if (!key) return status(sw::incorrect_data);
                chip_authentication_ = content_.triple_des_protocol;
                return agree_on_session(*key);
            }
            chip_authentication_ = copy(find(command.data, 0x80).value_or(ByteView{}));
            return status(sw::success);
        case 0x86: {
            const auto objects = find(command.data, dynamic_authentication);
            const auto key = objects ? find(*objects, 0x80) : std::nullopt;
            if (!key) return status(sw::incorrect_data);
            auto agreed = agree_on_session(*key);
            if (agreed.sw.success()) agreed.data = PersonalBytes{tlv::encode(dynamic_authentication, {})};
            return agreed;
        }
        default:
            return status(sw::ins_not_supported);
    }
}

bool OpenPaceChip::refuses_for_zeros(const OpenPace& party) {
    refused_for_zeros_ = party.dropped_zeros(content_.secret_size);
    return refused_for_zeros_;
}

Response OpenPaceChip::agree_on_session(ByteView terminal_key) {
    auto next = std::make_shared<std::unique_ptr<OpenPace>>(std::make_unique<OpenPace>());
    (*next)->choose_chip_authentication(chip_authentication_, content_.parameter);
    (*next)->set_static_key(content_.static_private, content_.static_public);
    (*next)->agree_chip_authentication(terminal_key);
    if (refuses_for_zeros(**next)) return status(sw::incorrect_data);
    after_answer_ = [this, next] {
        party_ = std::move(*next);
        party_->start_chip_authentication_session();
    };
    return status(sw::success);
}

}  // namespace fivestar::interop
