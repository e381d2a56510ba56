// SPDX-License-Identifier: Apache-2.0
// The report of signed data that has one signer.
#pragma once

#include "crypto/pki/signed_data.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace fivestar::crypto {

inline SignerReport only_report(const SignedData& data) {
    auto reports = data.verify();
    EXPECT_EQ(reports.size(), 1U);
    return std::move(reports.at(0));
}

}  // namespace fivestar::crypto
