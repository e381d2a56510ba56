// SPDX-License-Identifier: Apache-2.0
// Octets for tests that compare two ways of computing the same.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <cstdint>

namespace fivestar::crypto {

/// Octets that repeat nowhere near, the same in each run.
class OctetSequence {
  public:
    Bytes some(std::size_t size) {
        Bytes octets(size);
        for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>((state_ = state_ * 1'664'525 + 1) >> 24);
        return octets;
    }

  private:
    std::uint32_t state_ = 1;
};

}  // namespace fivestar::crypto
