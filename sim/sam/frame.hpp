// SPDX-License-Identifier: Apache-2.0
// Frames between terminal and SAM_V module (GA/T 467) on the module's side. The terminal's side is in samv/; they share
// no code.
//
//   request: AA AA AA 96 69 | length 2 | command | parameter | data | check
//   answer:  AA AA AA 96 69 | length 2 | SW1 | SW2 | SW3 | data | check
//
// The length is big-endian and counts the octets after it. The checksum is the exclusive or of all octets from the
// length on.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <expected>
#include <optional>

namespace fivestar::sim::sam {

/// Octets before the length, and including it.
inline constexpr std::size_t preamble_size = 5;
inline constexpr std::size_t header_size = 7;

struct Request {
    std::uint8_t command;
    std::uint8_t parameter;
    Bytes data = {};
};

enum class RequestFault : std::uint8_t { check, length };

/// Finds requests in a stream of octets, between other octets.
class RequestParser {
  public:
    /// The longest request that a module accepts, in octets after the length.
    static constexpr std::size_t max_length = 264;

    void feed(ByteView octets);

    /// The next request, or its fault. Nothing until more octets arrive.
    std::optional<std::expected<Request, RequestFault>> next();

  private:
    /// Drops octets that cannot belong to a frame. False until there is a header.
    bool find_header();
    void drop(std::size_t octets);

    Bytes waiting_;
};

/// The exclusive or of all octets.
[[nodiscard]] std::uint8_t check_octet(ByteView octets);

[[nodiscard]] Bytes request_frame(const Request& request);

/// An answer with SW1 and SW2 zero.
[[nodiscard]] Bytes answer_frame(std::uint8_t sw3, ByteView data = {});

}  // namespace fivestar::sim::sam
