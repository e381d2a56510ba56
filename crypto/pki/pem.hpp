// SPDX-License-Identifier: Apache-2.0
// Textual encodings (RFC 7468).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_pem_blocks = 4096;

struct PemBlock {
    std::string_view label;  ///< `CERTIFICATE`; borrowed from the text
    Result<Bytes> content;   ///< `malformed` if the base64 is none
};

/// Returns the blocks of a text, in order; text between them is skipped. `malformed` if a block does not end or ends
/// under another label, `limit_exceeded` past `max_pem_blocks`.
[[nodiscard]] Result<std::vector<PemBlock>> pem_blocks(std::string_view text);

/// Encodes one block of public data, in lines of 64 characters.
[[nodiscard]] std::string public_pem_text(std::string_view label, ByteView content);

/// Encodes a private key likewise.
[[nodiscard]] SecretText pem_text(std::string_view label, const SecretBytes& content);

}  // namespace fivestar::crypto
