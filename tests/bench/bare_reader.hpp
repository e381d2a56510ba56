// SPDX-License-Identifier: Apache-2.0
// The least that a program can do with a card over PC/SC: SCardTransmit of commands it knows beforehand.
#pragma once

#include "crypto/base/bytes.hpp"
#include "tests/bench/recording.hpp"

#include <string>

namespace fivestar::bench {

/// The names of the readers with a card.
[[nodiscard]] std::vector<std::string> readers_with_cards();

class BareReader {
  public:
    /// Connects and begins a transaction. Throws std::runtime_error when PC/SC refuses.
    explicit BareReader(const std::string& reader);
    BareReader(const BareReader&) = delete;
    BareReader& operator=(const BareReader&) = delete;
    ~BareReader();

    /// Every exchange of the recording. Throws std::runtime_error if an answer is not the recorded one.
    void replay(const Recording& recording);

  private:
    long context_ = 0;
    long card_ = 0;
    Bytes answer_;
};

}  // namespace fivestar::bench
