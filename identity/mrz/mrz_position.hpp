// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace fivestar::identity {

/// A place in the printed lines of a machine-readable zone, from 1.
struct MrzPosition {
    std::size_t line = 0;
    std::size_t position = 0;

    friend bool operator==(const MrzPosition&, const MrzPosition&) = default;
};

}  // namespace fivestar::identity
