// SPDX-License-Identifier: Apache-2.0
// `Error` describes a failure: a code, the status word if a card answered one, and the step that failed. It holds no
// data of a card.
#pragma once

#include "crypto/base/enum_names.hpp"

#include <cstdint>
#include <expected>
#include <string_view>

namespace fivestar {

enum class ErrorCode : std::uint8_t {
    // octets do not follow their format
    malformed,
    trailing_bytes,
    limit_exceeded,
    unsupported,
    // the link to the card
    card_removed,
    card_reset,
    reader_lost,
    reader_busy,
    reader_unresponsive,
    service_lost,
    service_denied,
    transport_failure,
    deadline_exceeded,
    cancelled,
    // what the card answered
    unexpected_status,
    file_not_found,
    access_denied,
    access_required,
    secure_messaging_failed,
    no_progress,
    sam_error,
    // cryptography
    crypto_failure,
    invalid_key,
    signature_mismatch,
    // this machine
    invalid_argument,
    invalid_configuration,
    io_failure,
};

/// The stable names, as logs and problems show them.
inline constexpr EnumNames<ErrorCode::io_failure> error_names(
    "malformed", "trailing_bytes", "limit_exceeded", "unsupported", "card_removed", "card_reset", "reader_lost",
    "reader_busy", "reader_unresponsive", "service_lost", "service_denied", "transport_failure", "deadline_exceeded",
    "cancelled", "unexpected_status", "file_not_found", "access_denied", "access_required", "secure_messaging_failed",
    "no_progress", "sam_error", "crypto_failure", "invalid_key", "signature_mismatch", "invalid_argument",
    "invalid_configuration", "io_failure");
[[nodiscard]] constexpr std::string_view to_string(ErrorCode code) {
    return error_names[code];
}

/// Where an error comes from, and so what it puts in doubt.
enum class ErrorOrigin : std::uint8_t {
    link,    ///< the reader, the PC/SC service, or the card's presence: there was no answer
    chip,    ///< the chip's protocols, keys or session: another protocol may work
    file,    ///< the answer about one file, or its content: other files may still be readable
    module,  ///< the security module (SAM_V)
    host,    ///< this program, its configuration, or the machine that it runs on
};

/// Returns the origin of a code. The switch behind it has no default: a new code must be sorted before it compiles.
[[nodiscard]] ErrorOrigin origin(ErrorCode code);

/// Tells whether the chip answered, of itself or of a file: the link to it stands.
[[nodiscard]] inline bool is_from_chip(ErrorCode code) {
    return origin(code) == ErrorOrigin::chip || origin(code) == ErrorOrigin::file;
}

/// A detail of the error that programs are told besides its code.
enum class ErrorDetail : std::uint8_t {
    none,
    queued,                 ///< the job had not begun; with `reader_busy`: work before it took too long
    sam_required,           ///< of `unsupported`: only a security module can read the card
    document_not_accepted,  ///< of `unsupported`: the client is not allowed this kind of document
};

struct Error {
    ErrorCode code;
    std::uint16_t sw = 0;        ///< ISO 7816-4 status word, 0 where no card answered one
    std::string_view step = {};  ///< name of the step that failed; always a string literal
    /// SW3 of GA/T 467, as the security module answered it; FF if it answered nothing, 0 where there is no module.
    std::uint8_t module_code = 0;
    ErrorDetail detail = ErrorDetail::none;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::uint16_t sw = 0, std::string_view step = {}) {
    return std::unexpected{Error{code, sw, step}};
}

}  // namespace fivestar
