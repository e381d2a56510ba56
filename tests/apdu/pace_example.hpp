// SPDX-License-Identifier: Apache-2.0
// A published run of PACE (tests/vectors/pace_*.vec), as the chip's half of a script.
#pragma once

#include "apdu/pace.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fivestar::test {

class PaceExample {
  public:
    explicit PaceExample(std::string_view file);

    [[nodiscard]] const VectorGroup& operator[](std::string_view name) const { return group(groups_, name); }
    [[nodiscard]] crypto::PaceInfo info() const;
    [[nodiscard]] apdu::PacePassword password() const;
    /// The terminal's random numbers: key or nonce of the mapping, then the key of the agreement.
    [[nodiscard]] Bytes random() const;

    /// The five exchanges: the published APDUs, or APDUs made of the published values.
    struct Exchange {
        Bytes command;
        Bytes answer;
    };
    [[nodiscard]] std::vector<Exchange> exchanges() const;

  private:
    [[nodiscard]] bool integrated() const;
    [[nodiscard]] std::vector<Exchange> made_exchanges() const;
    std::vector<VectorGroup> groups_;
};

}  // namespace fivestar::test
