// SPDX-License-Identifier: Apache-2.0
// A document of Utopia. openssl and Python's cryptography made its files: tests/vectors/passive/README.md.
#pragma once

#include "identity/verification/passive_authentication.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/vector_file.hpp"

#include <array>
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::identity {

inline const WallTime now = std::chrono::sys_days{std::chrono::year{2027} / 1 / 1};

inline Bytes passive_fixture(std::string_view name) {
    return test::read_vector_bytes(std::string{"passive/"}.append(name));
}

inline crypto::TrustStore utopia_trust(std::initializer_list<std::string_view> anchors, bool with_list) {
    crypto::TrustStore store;
    for (const std::string_view anchor : anchors) {
        const auto added = store.add_anchor(crypto::Certificate::parse(passive_fixture(anchor)).value());
        EXPECT_EQ(added, CheckResult::passed());
    }
    if (with_list) {
        const auto added =
            store.add_revocation_list(crypto::RevocationList::parse(passive_fixture("crl_ut.der")).value());
        EXPECT_EQ(added, CheckResult::passed());
    }
    return store;
}

/// A document of Utopia as it lies on the reader. Everything may be changed before it is verified.
struct UtopiaDocument {
    Bytes sod = passive_fixture("sod_good.bin");
    Bytes dg1 = passive_fixture("dg1.bin");
    Bytes dg11 = passive_fixture("dg11.bin");
    Bytes dg15 = passive_fixture("dg15.bin");
    std::vector<DataGroupFile> files = {{1, FileState::read, dg1}, {11, FileState::read, dg11}};
    std::string issuing_state = "UTO";
    crypto::TrustStore store = utopia_trust({"csca_ut.der", "csca_de.der"}, true);
    AlgorithmPolicy policy = {};

    [[nodiscard]] SodReport report() const {
        const std::array stores{&store};
        return verify_sod(parse_sod(sod), stores, now, policy).at(0);
    }

    [[nodiscard]] Verification verify() const {
        Verification verification;
        report_passive_authentication(report(), files, issuing_state, verification);
        return verification;
    }
};

inline void expect_failed(const Verification& verification, CheckName name, Reason reason) {
    EXPECT_EQ(verification[name].outcome, Outcome::failed) << to_string(name);
    EXPECT_EQ(verification[name].reason, reason);
    EXPECT_EQ(verification[name].name, name);
}

inline void expect_skipped(const Verification& verification, CheckName name, Reason reason) {
    EXPECT_EQ(verification[name].outcome, Outcome::not_performed) << to_string(name);
    EXPECT_EQ(verification[name].reason, reason);
}

}  // namespace fivestar::identity
