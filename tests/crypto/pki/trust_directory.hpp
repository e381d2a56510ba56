// SPDX-License-Identifier: Apache-2.0
// Directories of certificates and revocation lists, as an administrator fills them.
#pragma once

#include "crypto/base/text.hpp"
#include "crypto/pki/trust_directory.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::crypto {

namespace fs = std::filesystem;

/// The PEM form of octets.
inline std::string pem(std::string_view label, ByteView der) {
    const std::string name{label};
    return "-----BEGIN " + name + "-----\n" + to_base64(der) + "\n-----END " + name + "-----\n";
}

class TrustDirectory : public testing::Test {
  protected:
    TrustDirectory() {
        fs::create_directory(csca());
        fs::create_directory(crl());
    }

    [[nodiscard]] fs::path csca() const { return root_ / "csca"; }
    [[nodiscard]] fs::path crl() const { return root_ / "crl"; }
    [[nodiscard]] fs::path signers() const { return root_ / "signers"; }
    [[nodiscard]] fs::path fetched() const { return root_ / "fetched"; }

    static void write(const fs::path& path, ByteView content) {
        std::ofstream stream{path, std::ios::binary};
        stream << as_text(content);
        ASSERT_TRUE(stream.good());
    }
    void put_anchor(std::string_view name) const {
        write(csca() / std::string{name}.append(".der"),
              test::pki_file(std::string{"csca/"}.append(name).append(".der")));
    }

    [[nodiscard]] LoadedTrust load() const {
        auto loaded = load(csca(), crl());
        EXPECT_TRUE(loaded);
        return loaded.value();
    }
    [[nodiscard]] Result<LoadedTrust> load(const fs::path& certificates, const fs::path& lists) const {
        const auto loader = TrustLoader::open(lists, signers(), now, fetched());
        if (!loader) return std::unexpected{loader.error()};
        return loader->load(certificates, fetched());
    }

    /// `name: reason`, in order.
    [[nodiscard]] std::vector<std::string> skipped() const {
        std::vector<std::string> lines;
        const LoadedTrust loaded = load();
        for (const SkippedFile& file : loaded.skipped) {
            const std::string entry = file.entry ? '#' + std::to_string(*file.entry) : "";
            lines.push_back(file.file + entry + ": " + std::string{to_string(file.reason)});
        }
        return lines;
    }

    using Lines = std::vector<std::string>;
    const WallTime now = test::noon(2030, 6, 1);

  private:
    const test::TemporaryDirectory directory_;
    const fs::path& root_ = directory_.path();
};

}  // namespace fivestar::crypto
