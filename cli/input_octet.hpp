// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/interruption.hpp"
#include "crypto/base/error.hpp"

namespace fivestar::cli {

/// Reads the next octet of a descriptor; false at the end of the input. `cancelled` by a signal, `io_failure`.
[[nodiscard]] Result<bool> read_octet(int input, const Interruption& interruption, char& octet);

}  // namespace fivestar::cli
