// SPDX-License-Identifier: Apache-2.0
// Texts of a card in the encoding of programs at counters.
#pragma once

#include "compat/octets.hpp"

#include <iconv.h>
#include <mutex>
#include <optional>
#include <span>

namespace fivestar::compat {

/// Room for the longest text: a record of 128 characters, with four octets each.
using Gbk = Octets<512>;

/// Converts UTF-16LE to GB 18030: GBK, and four octets for the rare characters that GBK lacks. Any thread may convert.
/// The C library loads the conversion when it is first needed.
class GbkConverter {
  public:
    GbkConverter() = default;
    GbkConverter(const GbkConverter&) = delete;
    GbkConverter& operator=(const GbkConverter&) = delete;
    ~GbkConverter() = default;

    /// Converts as many whole characters as have room in `most` octets. `?` for what is no character. False, and empty,
    /// if the C library lacks the conversion.
    [[nodiscard]] bool convert(std::span<const std::uint8_t> utf16, std::size_t most, Gbk& into);

    // For fork(2): a child may convert, too.
    void before_fork() { mutex_.lock(); }
    void after_fork() { mutex_.unlock(); }

  private:
    std::mutex mutex_;  // guards the member below
    std::optional<::iconv_t> conversion_;
};

}  // namespace fivestar::compat
