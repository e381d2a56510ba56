// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/chip/test_chip.hpp"

#include "apdu/basic_access_control.hpp"
#include "apdu/response_chaining.hpp"
#include "crypto/base/text.hpp"
#include "tests/support/vector_file.hpp"

namespace fivestar::test {

using sim::ReadAccess;

std::uint8_t dg2_octet(std::size_t at) {
    return static_cast<std::uint8_t>(at % 251);
}

sim::Card test_card(sim::Interface interface) {
    constexpr std::size_t dg2_size = 40'000;
    Bytes dg2 = hex("75 82 9C 3C");
    while (dg2.size() < dg2_size) dg2.push_back(dg2_octet(dg2.size() - 4));
    sim::Card card{.interface = interface, .extended_length = interface == sim::Interface::contactless};
    card.files.application_identifier = hex("A0000002471001");
    card.files.master_file = {{0x2F00, 0x1E, ReadAccess::always, hex("61 09 4F 07 A0 00 00 02 47 10 01")}};
    card.files.application = {
        {0x011E, 0x1E, ReadAccess::secure_messaging, hex("60145F0104303130365F36063034303030305C026175")},
        {0x0101, 0x01, ReadAccess::secure_messaging, hex("61055F1F024142")},
        {0x0102, 0x02, ReadAccess::secure_messaging, std::move(dg2)},
        {0x0103, 0x03, ReadAccess::never, hex("63067F6103020100")},
    };
    card.basic_access = sim::derive_basic_access_keys("L898902C<369080619406236");
    return card;
}

TestChip::TestChip(sim::Card card, sim::Quirks quirks)
    : chip(std::move(card), std::move(quirks), random),
      channel(chip),
      transport_(std::make_unique<apdu::ResponseChaining>(channel)) {}

std::string TestChip::send(std::string_view command) {
    const sim::Answer answer = chip.transmit(hex(command));
    switch (answer.delivery) {
        case sim::Delivery::never:
            return "silent";
        case sim::Delivery::removed:
            return "removed";
        case sim::Delivery::half_frame:
            return "half " + to_hex(answer.octets);
        case sim::Delivery::whole:
            break;
    }
    return to_hex(answer.octets);
}

void TestChip::select_application() {
    send("00A4040C07A0000002471001");
}

Result<void> TestChip::open(std::string_view mrz_information) {
    session_.reset();
    auto access = apdu::basic_access_control(*transport_, apdu::bac_key_seed(as_bytes(mrz_information)), random);
    if (!access) return std::unexpected{access.error()};
    auto session = apdu::SecureChannel::create(*transport_, access->keys);
    if (!session) return std::unexpected{session.error()};
    session_ = std::move(*session);
    return {};
}

std::string TestChip::secured(std::string_view command) {
    const auto response = session_->transmit(apdu::decode_command(hex(command)).value());
    if (!response) return std::string{to_string(response.error().code)};
    return to_hex(apdu::encode(*response));
}

}  // namespace fivestar::test
