// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fivestar::configuration {

/// The reason why a configuration is refused.
struct ConfigurationError {
    std::string file;
    unsigned line = 0;  ///< from 1; 0 if the file cannot be read
    std::string reason;

    /// Returns `FILE:LINE: REASON`, the format of compilers.
    [[nodiscard]] std::string to_string() const;
};

}  // namespace fivestar::configuration
