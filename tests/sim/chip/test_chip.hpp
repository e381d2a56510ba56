// A chip with known files, and the terminal before it: apdu/'s protocols, which share nothing with the chip's.
#pragma once

#include "apdu/secure_messaging.hpp"
#include "crypto/base/random.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace fivestar::test {

/// A document like that of ICAO Doc 9303-11 Appendix D: its keys, its EF.COM; and beside it DG1 (a few octets), DG2
/// (40,000 octets) and DG3, which nobody may read.
[[nodiscard]] sim::Card test_card(sim::Interface interface = sim::Interface::contactless);

/// Octet `at` of the test card's DG2 from its fifth octet on.
[[nodiscard]] std::uint8_t dg2_octet(std::size_t at);

class TestChip {
  public:
    explicit TestChip(sim::Card card = test_card(), sim::Quirks quirks = {});

    /// One exchange of raw octets, in hexadecimal; `silent`, `removed` or `half ` before what leaves the chip
    /// otherwise.
    std::string send(std::string_view command);
    /// SELECT of the application.
    void select_application();
    /// Basic access control from the terminal's side, with the card's own keys unless told otherwise.
    Result<void> open(std::string_view mrz_information = "L898902C<369080619406236");
    /// One command inside the session: the data in hexadecimal, then the status word; the error's name if the
    /// session broke.
    std::string secured(std::string_view command);

    SystemRandom random;
    sim::Chip chip;
    sim::ChipChannel channel;

  private:
    std::unique_ptr<apdu::Channel> transport_;
    std::unique_ptr<apdu::SecureChannel> session_;
};

}  // namespace fivestar::test
