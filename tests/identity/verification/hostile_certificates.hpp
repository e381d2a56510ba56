// SPDX-License-Identifier: Apache-2.0
// The certificates of tests/vectors/pki, and the outcome of a check in words.
#pragma once

#include "crypto/pki/trust_store.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "identity/verification/verification.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/vector_file.hpp"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {

inline const WallTime certificates_day = std::chrono::sys_days{std::chrono::year{2030} / 6 / 1};

inline crypto::Certificate certificate_of(const std::string& name) {
    return crypto::Certificate::parse(test::read_vector_bytes("pki/" + name + ".der")).value();
}

inline crypto::TrustStore store_of(const std::string& anchors) {
    crypto::TrustStore store;
    std::istringstream names{anchors};
    for (std::string name; names >> name;) {
        const std::string path = name.find('/') == std::string::npos ? "csca/" + name : name;
        const auto certificate = crypto::Certificate::parse(test::read_vector_bytes("pki/" + path + ".der"));
        EXPECT_TRUE(certificate && store.add_anchor(*certificate).outcome == Outcome::passed) << name;
    }
    for (const char* list : {"csca_rsa.der", "csca_sm2.der"}) {
        store.add_revocation_list(
            crypto::RevocationList::parse(test::read_vector_bytes(std::string{"pki/crl/"} + list)).value());
    }
    return store;
}

/// `passed`, or the outcome and the reason; behind a comma what else is reported.
inline std::string described(const Check& check) {
    std::string text{to_string(check.outcome)};
    if (!check.reason.empty()) text.append(" ").append(to_string(check.reason));
    for (const ReasonCode& finding : check.findings) {
        if (finding != check.reason) text.append(", ").append(to_string(finding));
    }
    return text;
}

}  // namespace fivestar::identity
