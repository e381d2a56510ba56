// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/error.hpp"

namespace fivestar {

ErrorOrigin origin(ErrorCode code) {
    switch (code) {
        case ErrorCode::card_removed:
        case ErrorCode::card_reset:
        case ErrorCode::reader_lost:
        case ErrorCode::reader_busy:
        case ErrorCode::reader_unresponsive:
        case ErrorCode::service_lost:
        case ErrorCode::service_denied:
        case ErrorCode::transport_failure:
        case ErrorCode::deadline_exceeded:
            return ErrorOrigin::link;
        case ErrorCode::unsupported:
        case ErrorCode::access_required:
        case ErrorCode::secure_messaging_failed:
        case ErrorCode::crypto_failure:
        case ErrorCode::invalid_key:
        case ErrorCode::signature_mismatch:
            return ErrorOrigin::chip;
        case ErrorCode::malformed:
        case ErrorCode::trailing_bytes:
        case ErrorCode::limit_exceeded:
        case ErrorCode::unexpected_status:
        case ErrorCode::file_not_found:
        case ErrorCode::access_denied:
        case ErrorCode::no_progress:
            return ErrorOrigin::file;
        case ErrorCode::sam_error:
            return ErrorOrigin::module;
        case ErrorCode::cancelled:
        case ErrorCode::invalid_argument:
        case ErrorCode::invalid_configuration:
        case ErrorCode::io_failure:
            return ErrorOrigin::host;
    }
    return ErrorOrigin::host;
}

}  // namespace fivestar
