// Failure as a small value. It never holds data of a card: a code, the status word if a card gave one, and the step.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

namespace fivestar {

enum class ErrorCode : std::uint8_t {
    // octets that do not follow their format
    malformed,
    trailing_bytes,
    limit_exceeded,
    unsupported,
    // between us and the card
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
    // mathematics and trust
    crypto_failure,
    invalid_key,
    signature_mismatch,
    // this machine
    invalid_argument,
    invalid_configuration,
    io_failure,
};

/// The code's stable name, as logs and problems show it (`card_removed`).
[[nodiscard]] std::string_view to_string(ErrorCode code);

struct Error {
    ErrorCode code;
    std::uint16_t sw = 0;        ///< ISO 7816-4 status word, 0 where no card gave one
    std::string_view step = {};  ///< name of the step that failed; always a string literal
    /// What a security module said of its failure: SW3 of GA/T 467, FF if it said nothing; 0 where there is no module.
    std::uint8_t module_code = 0;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::uint16_t sw = 0, std::string_view step = {}) {
    return std::unexpected{Error{code, sw, step}};
}

}  // namespace fivestar
