// SPDX-License-Identifier: Apache-2.0
// Trust directories in a temporary directory, with one anchor.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/configuration.hpp"
#include "daemon/reads/trust_in_use.hpp"
#include "tests/daemon/api/collected_log.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

namespace fivestar::test {

namespace fs = std::filesystem;
using daemon::Configuration;
using daemon::TrustInUse;

class TrustFixture : public testing::Test {
  protected:
    TrustFixture() {
        for (const char* name : {"csca", "crl", "lds"}) fs::create_directory(root_ / name);
        configuration_.trust = {root_ / "csca", root_ / "crl", root_ / "signers"};
        configuration_.profiles.five_star_lds_trust = root_ / "lds";
        put("csca/a.der", "csca/csca_rsa.der");
    }

    void put(const std::string& name, std::string_view from) const {
        std::ofstream{root_ / name, std::ios::binary} << as_text(read_vector_bytes(std::string{"pki/"}.append(from)));
    }

    /// Waits until `condition` holds of what `trust` returns, and returns that; fails after ten seconds.
    template <class Trust, class Condition>
    static std::shared_ptr<const TrustInUse> wait_for(Trust trust, Condition condition) {
        for (int tries = 0; tries < 1000; ++tries) {
            auto now = trust();
            if (condition(*now)) return now;
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        ADD_FAILURE() << "the condition did not hold within ten seconds";
        return trust();
    }

    const TemporaryDirectory directory_;
    const fs::path& root_ = directory_.path();
    Configuration configuration_;
    SystemClock clock_;
    CollectedLog log_;
};

}  // namespace fivestar::test
