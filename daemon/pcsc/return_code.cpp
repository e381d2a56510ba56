// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/return_code.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <winscard.h>

namespace fivestar::daemon::pcsc {
namespace {

struct Meaning {
    LONG code;
    ErrorCode error;
};

constexpr std::array meanings{
    Meaning{SCARD_W_REMOVED_CARD, ErrorCode::card_removed},
    Meaning{SCARD_E_NO_SMARTCARD, ErrorCode::card_removed},
    Meaning{SCARD_W_RESET_CARD, ErrorCode::card_reset},

    Meaning{SCARD_E_UNKNOWN_READER, ErrorCode::reader_lost},
    Meaning{SCARD_E_READER_UNAVAILABLE, ErrorCode::reader_lost},
    Meaning{SCARD_E_NO_READERS_AVAILABLE, ErrorCode::reader_lost},

    Meaning{SCARD_E_SHARING_VIOLATION, ErrorCode::reader_busy},

    // A context or handle that was valid becomes invalid when the service is restarted.
    Meaning{SCARD_E_NO_SERVICE, ErrorCode::service_lost},
    Meaning{SCARD_E_SERVICE_STOPPED, ErrorCode::service_lost},
    Meaning{SCARD_E_INVALID_HANDLE, ErrorCode::service_lost},
    Meaning{SCARD_P_SHUTDOWN, ErrorCode::service_lost},
    Meaning{SCARD_E_SYSTEM_CANCELLED, ErrorCode::service_lost},

    // Refused by polkit.
    Meaning{SCARD_W_SECURITY_VIOLATION, ErrorCode::service_denied},
    Meaning{SCARD_E_NO_ACCESS, ErrorCode::service_denied},

    Meaning{SCARD_E_TIMEOUT, ErrorCode::deadline_exceeded},
    Meaning{SCARD_E_CANCELLED, ErrorCode::cancelled},
    Meaning{SCARD_E_INVALID_PARAMETER, ErrorCode::invalid_argument},
    Meaning{SCARD_E_INVALID_VALUE, ErrorCode::invalid_argument},
    Meaning{SCARD_E_INSUFFICIENT_BUFFER, ErrorCode::limit_exceeded},
    Meaning{SCARD_E_UNSUPPORTED_FEATURE, ErrorCode::unsupported},

    Meaning{SCARD_F_COMM_ERROR, ErrorCode::transport_failure},
    Meaning{SCARD_E_COMM_DATA_LOST, ErrorCode::transport_failure},
    Meaning{SCARD_E_NOT_TRANSACTED, ErrorCode::transport_failure},
    Meaning{SCARD_E_PROTO_MISMATCH, ErrorCode::transport_failure},
    Meaning{SCARD_E_NOT_READY, ErrorCode::transport_failure},
    Meaning{SCARD_W_UNRESPONSIVE_CARD, ErrorCode::transport_failure},
    Meaning{SCARD_W_UNPOWERED_CARD, ErrorCode::transport_failure},
    Meaning{SCARD_W_UNSUPPORTED_CARD, ErrorCode::transport_failure},
};

}  // namespace

Error error_of(long code, std::string_view step) {
    // LONG has 64 bits and the codes have 32, which the library may or may not extend by the sign.
    const auto same = [code](const Meaning& meaning) {
        return static_cast<std::uint32_t>(meaning.code) == static_cast<std::uint32_t>(code);
    };
    const auto* const found = std::ranges::find_if(meanings, same);
    return {found == meanings.end() ? ErrorCode::transport_failure : found->error, 0, step};
}

Error service_error_of(long code, std::string_view step) {
    Error error = error_of(code, step);
    if (error.code == ErrorCode::transport_failure) error.code = ErrorCode::service_lost;
    return error;
}

}  // namespace fivestar::daemon::pcsc
