// SPDX-License-Identifier: Apache-2.0
#include "demo/chip_connection.hpp"

#include <utility>

namespace fivestar::demo {

ChipConnection::ChipConnection(std::shared_ptr<sim::Chip> chip, sim::Interface interface)
    : chip_(std::move(chip)), interface_(interface), atr_(chip_->atr()), octets_(*chip_), t0_(octets_) {}

apdu::Channel& ChipConnection::channel() {
    return protocol() == apdu::Protocol::t0 ? static_cast<apdu::Channel&>(t0_) : octets_;
}

apdu::Protocol ChipConnection::protocol() const {
    return interface_ == sim::Interface::contact_t0 ? apdu::Protocol::t0 : apdu::Protocol::t1;
}

Result<void> ChipConnection::reset() {
    chip_->reset();
    return {};
}

daemon::EmbeddedCard embedded_card(const std::shared_ptr<sim::Chip>& chip, sim::Interface interface) {
    return {.connect = [chip, interface]() -> Result<std::unique_ptr<apdu::CardConnection>> {
                return std::make_unique<ChipConnection>(chip, interface);
            },
            .atr = chip->atr()};
}

}  // namespace fivestar::demo
