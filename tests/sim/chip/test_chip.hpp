// SPDX-License-Identifier: Apache-2.0
// A chip with known files, and a terminal made of apdu/'s protocols, which share no code with the chip's.
#pragma once

#include "apdu/secure_messaging.hpp"
#include "crypto/base/random.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace fivestar::test {

/// A document like that of ICAO Doc 9303-11 Appendix D (its keys, its EF.COM), with DG1 (a few octets), DG2 (40,000
/// octets) and DG3, which needs terminal authentication.
[[nodiscard]] sim::Card test_card(sim::Interface interface = sim::Interface::contactless);

/// Octet `at` of the test card's DG2, counted from its fifth octet.
[[nodiscard]] std::uint8_t dg2_octet(std::size_t at);

/// The number of data octets in a response in hexadecimal.
[[nodiscard]] inline std::size_t data_size(std::string_view response) {
    return response.size() / 2 - 2;
}

class TestChip {
  public:
    explicit TestChip(sim::Card card = test_card(), sim::Quirks quirks = {});

    /// Sends a command and returns the response, both in hexadecimal. Returns `silent` or `removed` if there is none,
    /// and `half ` before a partial response.
    std::string send(std::string_view command);
    /// SELECT of the application.
    void select_application();
    /// Basic access control by the terminal, by default with the card's keys.
    Result<void> open(std::string_view mrz_information = "L898902C<369080619406236");
    /// Sends a command in the session. Returns the data in hexadecimal and the status word, or the name of the error.
    std::string secured(std::string_view command);

    SystemRandom random;
    sim::Chip chip;
    sim::ChipChannel channel;

  private:
    std::unique_ptr<apdu::Channel> transport_;
    std::unique_ptr<apdu::SecureChannel> session_;
};

}  // namespace fivestar::test
