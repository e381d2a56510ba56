// SPDX-License-Identifier: Apache-2.0
// One full verified read, recorded once with fixed random sources on both sides, so that it can be played again: the
// same commands bring the same answers, and only the host's own work is left to be measured.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reading/read_card.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace fivestar::bench {

/// The same octets in every read.
class FixedRandom final : public Random {
  public:
    explicit FixedRandom(std::uint8_t first) : next_(first) {}
    void fill(MutableByteView to) override {
        for (std::uint8_t& octet : to) octet = next_++;
    }

  private:
    std::uint8_t next_;
};

struct Exchange {
    Bytes command;
    Bytes answer;
};

struct Recording {
    Bytes atr;
    std::vector<Exchange> exchanges;
    std::string mrz_information;
    apdu::CardAccessPlace card_access;  ///< as found at insertion

    [[nodiscard]] std::size_t octets() const;
};

/// The trust anchors and the day of the read.
[[nodiscard]] daemon::ReadEnvironment trusting_environment(const std::filesystem::path& data);

/// Reads the card in `connection` as the recording did. Throws std::runtime_error unless the verdict is genuine: what
/// is measured is a full verified read.
daemon::ReadOutcome read_verified(apdu::CardConnection& connection, const Recording& recording,
                                  const daemon::ReadEnvironment& environment);

/// Persona five-star-2023 below `data`, its chip with or without extended length, read once.
[[nodiscard]] Recording record_read(const std::filesystem::path& data, bool extended_length,
                                    const daemon::ReadEnvironment& environment);

}  // namespace fivestar::bench
