// SPDX-License-Identifier: Apache-2.0
// Reads and writes the simulator's data files.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <filesystem>

namespace fivestar::sim {

/// The largest file that is read, in octets.
inline constexpr std::size_t max_data_file = 1U << 20U;

/// `io_failure` if the file cannot be read whole, `limit_exceeded` if it is larger than `max_data_file`.
[[nodiscard]] Result<Bytes> read_data_file(const std::filesystem::path& path);

/// Replaces the file. Error: `io_failure`.
[[nodiscard]] Result<void> write_data_file(const std::filesystem::path& path, ByteView content);

}  // namespace fivestar::sim
