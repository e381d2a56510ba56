// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/error.hpp"

namespace fivestar {

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed:
            return "malformed";
        case ErrorCode::trailing_bytes:
            return "trailing_bytes";
        case ErrorCode::limit_exceeded:
            return "limit_exceeded";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::card_removed:
            return "card_removed";
        case ErrorCode::card_reset:
            return "card_reset";
        case ErrorCode::reader_lost:
            return "reader_lost";
        case ErrorCode::reader_busy:
            return "reader_busy";
        case ErrorCode::reader_unresponsive:
            return "reader_unresponsive";
        case ErrorCode::service_lost:
            return "service_lost";
        case ErrorCode::service_denied:
            return "service_denied";
        case ErrorCode::transport_failure:
            return "transport_failure";
        case ErrorCode::deadline_exceeded:
            return "deadline_exceeded";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::unexpected_status:
            return "unexpected_status";
        case ErrorCode::file_not_found:
            return "file_not_found";
        case ErrorCode::access_denied:
            return "access_denied";
        case ErrorCode::access_required:
            return "access_required";
        case ErrorCode::secure_messaging_failed:
            return "secure_messaging_failed";
        case ErrorCode::no_progress:
            return "no_progress";
        case ErrorCode::sam_error:
            return "sam_error";
        case ErrorCode::crypto_failure:
            return "crypto_failure";
        case ErrorCode::invalid_key:
            return "invalid_key";
        case ErrorCode::signature_mismatch:
            return "signature_mismatch";
        case ErrorCode::invalid_argument:
            return "invalid_argument";
        case ErrorCode::invalid_configuration:
            return "invalid_configuration";
        case ErrorCode::io_failure:
            return "io_failure";
    }
    return "unknown";
}

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
