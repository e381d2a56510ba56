// SPDX-License-Identifier: Apache-2.0
// The evidence key: rules for its file, and signatures verified with its public part.
#include "daemon/keys/evidence_key.hpp"

#include "crypto/keys/public_key.hpp"
#include "crypto/pki/pem.hpp"
#include "daemon/system/secret_file.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using daemon::EvidenceKey;

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(EvidenceKey, IsCreatedForItsOwnerAndNeverReplaced) {
    const TemporaryDirectory directory;
    const auto path = directory.path() / "evidence.key";
    const mode_t before = ::umask(0);
    const auto created = EvidenceKey::create(path);
    ::umask(before);
    ASSERT_TRUE(created);
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    const std::string content = content_of(path);
    EXPECT_EQ(EvidenceKey::create(path).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(content_of(path), content);
    const auto loaded = EvidenceKey::load(path);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->id(), created->id());
}

TEST(EvidenceKey, IsNotLoadedFromAFileThatOthersCanRead) {
    const TemporaryDirectory directory;
    const auto path = directory.path() / "evidence.key";
    ASSERT_TRUE(EvidenceKey::create(path));
    for (const mode_t mode : {0640U, 0604U, 0610U, 0602U, 0644U}) {
        ASSERT_EQ(::chmod(path.c_str(), mode), 0);
        EXPECT_EQ(EvidenceKey::load(path).error().code, ErrorCode::access_denied) << mode;
    }
    ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
    EXPECT_TRUE(EvidenceKey::load(path));
    std::filesystem::create_symlink(path, directory.path() / "link");
    EXPECT_EQ(EvidenceKey::load(directory.path() / "link").error().code, ErrorCode::access_denied);
    EXPECT_EQ(EvidenceKey::load(directory.path()).error().code, ErrorCode::access_denied);
    EXPECT_EQ(EvidenceKey::load(directory.path() / "none").error().code, ErrorCode::file_not_found);
}

TEST(EvidenceKey, MustBeOnP256) {
    const TemporaryDirectory directory;
    const auto refused = [&](const char* name, std::string_view content) {
        const auto path = directory.path() / name;
        EXPECT_TRUE(daemon::create_secret_file(path, content));
        return EvidenceKey::load(path).error().code;
    };
    EXPECT_EQ(refused("empty", ""), ErrorCode::invalid_key);
    EXPECT_EQ(refused("junk", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
              ErrorCode::invalid_key);
    const auto rsa = crypto::KeyPair::from_pkcs8_der(read_vector_bytes("pki/key_pair/ds_rsa.der"));
    EXPECT_EQ(refused("rsa", rsa->pkcs8_pem().view()), ErrorCode::invalid_key);
    const auto other = crypto::KeyPair::generate_ec(crypto::EllipticCurve::p384);
    EXPECT_EQ(refused("p384", other->pkcs8_pem().view()), ErrorCode::invalid_key);
    EXPECT_EQ(refused("long", std::string(daemon::max_secret_file + 1, 'x')), ErrorCode::limit_exceeded);
}

TEST(EvidenceKey, MakesSignaturesThatItsPublicPartVerifies) {
    const TemporaryDirectory directory;
    const auto key = EvidenceKey::create(directory.path() / "evidence.key");
    ASSERT_TRUE(key);
    const std::string pem = key->public_key_pem();
    const auto blocks = crypto::pem_blocks(pem);
    ASSERT_TRUE(blocks && blocks->size() == 1 && blocks->front().content);
    EXPECT_EQ(blocks->front().label, "PUBLIC KEY");
    const auto public_key = crypto::PublicKey::parse(*blocks->front().content);
    const auto signature = key->sign(as_bytes("SPECIMEN"));
    ASSERT_TRUE(public_key && signature);
    const auto algorithm = crypto::SignatureAlgorithm::ecdsa(crypto::DigestAlgorithm::sha256);
    EXPECT_TRUE(public_key->verify(algorithm, as_bytes("SPECIMEN"), *signature));
    EXPECT_FALSE(public_key->verify(algorithm, as_bytes("SPECIMENS"), *signature));
}

}  // namespace
}  // namespace fivestar::test
