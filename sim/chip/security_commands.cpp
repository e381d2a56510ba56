// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/security_commands.hpp"

#include <algorithm>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

namespace environment {
constexpr std::uint16_t set_pace = 0xC1A4;
constexpr std::uint16_t set_chip_authentication = 0x41A4;
constexpr std::uint16_t set_key_agreement = 0x41A6;
}  // namespace environment

/// Response to INTERNAL AUTHENTICATE, limited by Le and `room` and changed by quirks.
Reply hand_out(const apdu::Command& command, const Quirks& quirks, ByteView signature, std::size_t room) {
    const bool asks_short = command.le <= apdu::max_short_le;
    const std::size_t size = signature.size();
    if (!asks_short && quirks.signature_empty_to_extended_le) return {{}, sw::success};
    if (asks_short && quirks.signature_cut_to_short_le) {
        return {signature.first(std::min<std::size_t>(size, *quirks.signature_cut_to_short_le)), sw::success};
    }
    if (quirks.signature_wants_exact_le && command.le != size) return sw::exact_le(size);
    if (size > command.le || size > room) return sw::wrong_length;
    return {signature, sw::success};
}

}  // namespace

SecurityCommands::SecurityCommands(const ChipSecurity& security, const Quirks& quirks, Random& random)
    : security_(security),
      quirks_(quirks),
      random_(random),
      pace_(security.pace, quirks),
      chip_authentication_(security.chip_authentication) {}

void SecurityCommands::abandon() {
    pace_.abandon();
    chip_authentication_.abandon();
}

Reply SecurityCommands::manage_environment(const apdu::Command& command, bool secured) {
    abandon();
    const bool has_pace = !security_.pace.offers.empty();
    const bool has_chip_authentication = !security_.chip_authentication.empty();
    if (!has_pace && !has_chip_authentication) return sw::ins_not_supported;
    if (command.le != 0 && quirks_.refuses_le_on_environment) return sw::wrong_length;
    switch (command.p1 << 8 | command.p2) {
        case environment::set_pace:
            return has_pace ? pace_.select(command.data) : Reply{sw::incorrect_p1_p2};
        case environment::set_chip_authentication:
            if (!has_chip_authentication) return sw::incorrect_p1_p2;
            return secured ? chip_authentication_.select(command.data) : Reply{sw::security_status_not_satisfied};
        case environment::set_key_agreement:
            if (!has_chip_authentication || quirks_.refuses_key_agreement_template) return sw::incorrect_p1_p2;
            return secured ? chip_authentication_.set_key_agreement(command.data)
                           : Reply{sw::security_status_not_satisfied};
        default:
            return sw::incorrect_p1_p2;
    }
}

Reply SecurityCommands::general_authenticate(const apdu::Command& command, bool secured) {
    if (command.p1 != 0 || command.p2 != 0) return sw::incorrect_p1_p2;
    if (command.le == 0) return sw::wrong_length;
    if (pace_.running()) return pace_.step(command.data, random_);
    if (chip_authentication_.running() && secured) return chip_authentication_.authenticate(command.data);
    return sw::conditions_not_satisfied;
}

Reply SecurityCommands::internal_authenticate(const apdu::Command& command, std::size_t room) {
    if (!security_.active_authentication) return sw::ins_not_supported;
    if (command.p1 != 0 || command.p2 != 0) return sw::incorrect_p1_p2;
    if (command.le == 0 || command.data.size() != active_challenge_size) return sw::wrong_length;
    const auto signature = sign_challenge(*security_.active_authentication, command.data, random_);
    if (!signature) return sw::conditions_not_satisfied;
    return hand_out(command, quirks_, *signature, room);
}

}  // namespace fivestar::sim
