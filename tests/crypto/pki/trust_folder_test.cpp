// SPDX-License-Identifier: Apache-2.0
// The names in a directory of trust.
#include "crypto/pki/trust_folder.hpp"

#include "crypto/pki/trust_directory.hpp"
#include "tests/crypto/pki/trust_directory.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

TEST_F(TrustDirectory, BoundsTheNumberOfFiles) {
    for (std::size_t count = 0; count <= max_trust_files; ++count)
        fs::create_symlink("nowhere", csca() / std::to_string(count));
    const auto loaded = load(csca(), crl());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::limit_exceeded);
}

TEST_F(TrustDirectory, MustBeReadableItself) {
    EXPECT_EQ(load(csca() / "nowhere", crl()).error().code, ErrorCode::io_failure);
    write(csca() / "file", {});
    EXPECT_EQ(load(csca() / "file", crl()).error().code, ErrorCode::io_failure);
    EXPECT_EQ(load(csca(), csca() / "file").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace fivestar::crypto
