// SPDX-License-Identifier: Apache-2.0
// The key that the daemon signs evidence with: ECDSA on P-256 with SHA-256. A verifier that has the public part can
// tell which terminal made the evidence.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/key_pair.hpp"

#include <filesystem>
#include <string>

namespace fivestar::daemon {

/// The private key is in the memory that `crypto::lock_key_memory` locks.
class EvidenceKey {
  public:
    /// Loads a PKCS #8 key in PEM. Errors: those of `read_secret_file`; `invalid_key` for anything but a key on P-256.
    [[nodiscard]] static Result<EvidenceKey> load(const std::filesystem::path& file);

    /// Generates a key and creates its file. Errors: those of `create_secret_file`, `crypto_failure`.
    [[nodiscard]] static Result<EvidenceKey> create(const std::filesystem::path& file);

    /// Returns the DER of (r, s) over SHA-256 of the octets. Errors: `crypto_failure`.
    [[nodiscard]] Result<Bytes> sign(ByteView octets) const;

    /// Returns SHA-256 over the SubjectPublicKeyInfo, in hexadecimal.
    [[nodiscard]] const std::string& id() const { return id_; }
    /// Returns the SubjectPublicKeyInfo in PEM, for verifiers.
    [[nodiscard]] std::string public_key_pem() const;

  private:
    explicit EvidenceKey(crypto::KeyPair key);

    crypto::KeyPair key_;
    std::string id_;
};

}  // namespace fivestar::daemon
