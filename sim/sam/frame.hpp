// The frames between a terminal and a SAM_V module (GA/T 467), seen from the module. The terminal's side is samv/'s;
// the two share nothing.
//
//   request: AA AA AA 96 69 | length 2 | command | parameter | data | check
//   answer:  AA AA AA 96 69 | length 2 | SW1 | SW2 | SW3 | data | check
//
// The length is big-endian and counts what follows it; the check is the exclusive or of all from the length on.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <expected>
#include <optional>

namespace fivestar::sim::sam {

/// Octets of a frame before the length, and with it.
inline constexpr std::size_t preamble_size = 5;
inline constexpr std::size_t header_size = 7;

struct Request {
    std::uint8_t command;
    std::uint8_t parameter;
    Bytes data = {};
};

enum class RequestFault : std::uint8_t { check, length };

/// Finds requests in a stream of octets, whatever lies between them.
class RequestParser {
  public:
    /// The longest request a module has room for, in octets after the length.
    static constexpr std::size_t max_length = 264;

    void feed(ByteView octets);

    /// The next request, or what is wrong with it; nothing until more octets come.
    std::optional<std::expected<Request, RequestFault>> next();

  private:
    /// Drops what cannot belong to a frame. False while there is no header.
    bool find_header();
    void drop(std::size_t octets);

    Bytes waiting_;
};

/// The exclusive or of all octets.
[[nodiscard]] std::uint8_t check_octet(ByteView octets);

[[nodiscard]] Bytes request_frame(const Request& request);

/// SW1 and SW2 are zero.
[[nodiscard]] Bytes answer_frame(std::uint8_t sw3, ByteView data = {});

}  // namespace fivestar::sim::sam
