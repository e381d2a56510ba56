// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/return_code.hpp"

#include <gtest/gtest.h>
#include <winscard.h>

namespace fivestar::daemon::pcsc {
namespace {

TEST(ReturnCodeTest, MapsEachCodeToAnError) {
    const std::pair<LONG, ErrorCode> expected[]{
        {SCARD_W_REMOVED_CARD, ErrorCode::card_removed},
        {SCARD_E_NO_SMARTCARD, ErrorCode::card_removed},
        {SCARD_W_RESET_CARD, ErrorCode::card_reset},
        {SCARD_E_UNKNOWN_READER, ErrorCode::reader_lost},
        {SCARD_E_READER_UNAVAILABLE, ErrorCode::reader_lost},
        {SCARD_E_SHARING_VIOLATION, ErrorCode::reader_busy},
        {SCARD_E_NO_SERVICE, ErrorCode::service_lost},
        {SCARD_E_SERVICE_STOPPED, ErrorCode::service_lost},
        {SCARD_E_INVALID_HANDLE, ErrorCode::service_lost},
        {SCARD_W_SECURITY_VIOLATION, ErrorCode::service_denied},
        {SCARD_E_NO_ACCESS, ErrorCode::service_denied},
        {SCARD_E_TIMEOUT, ErrorCode::deadline_exceeded},
        {SCARD_E_CANCELLED, ErrorCode::cancelled},
        {SCARD_E_NOT_TRANSACTED, ErrorCode::transport_failure},
        {SCARD_F_COMM_ERROR, ErrorCode::transport_failure},
        {SCARD_W_UNRESPONSIVE_CARD, ErrorCode::transport_failure},
        {SCARD_F_INTERNAL_ERROR, ErrorCode::transport_failure},
        {0x12345678, ErrorCode::transport_failure},
    };
    for (const auto& [code, error] : expected) EXPECT_EQ(error_of(code, "step"), (Error{error, 0, "step"})) << code;
}

TEST(ReturnCodeTest, AcceptsSignExtendedCodes) {
    const LONG extended = static_cast<std::int32_t>(SCARD_W_REMOVED_CARD);
    EXPECT_LT(extended, 0);
    EXPECT_EQ(error_of(extended, {}).code, ErrorCode::card_removed);
}

TEST(ReturnCodeTest, MapsALinkFailureOfTheServiceToItsLoss) {
    EXPECT_EQ(service_error_of(SCARD_F_COMM_ERROR, {}).code, ErrorCode::service_lost);
    EXPECT_EQ(service_error_of(SCARD_W_SECURITY_VIOLATION, {}).code, ErrorCode::service_denied);
}

}  // namespace
}  // namespace fivestar::daemon::pcsc
