// The key that the daemon puts to evidence, so that who knows its public part need not take the terminal's word from
// strangers: ECDSA on P-256 with SHA-256.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/key_pair.hpp"

#include <filesystem>
#include <string>

namespace fivestar::daemon {

/// Its private number lies where `crypto::lock_key_memory` says.
class EvidenceKey {
  public:
    /// From a file with a PKCS #8 key in PEM. Errors: those of `read_secret_file`; `invalid_key` for no such key, or
    /// one that is not on P-256.
    [[nodiscard]] static Result<EvidenceKey> load(const std::filesystem::path& file);

    /// Makes a new key and its file. Errors: those of `create_secret_file`, `crypto_failure`.
    [[nodiscard]] static Result<EvidenceKey> create(const std::filesystem::path& file);

    /// The DER of (r, s) over SHA-256 of the octets. Errors: `crypto_failure`.
    [[nodiscard]] Result<Bytes> sign(ByteView octets) const;

    /// SHA-256 over the SubjectPublicKeyInfo, in hexadecimal.
    [[nodiscard]] const std::string& id() const { return id_; }
    /// The SubjectPublicKeyInfo in PEM: what a verifier is given.
    [[nodiscard]] std::string public_key_pem() const;

  private:
    explicit EvidenceKey(crypto::KeyPair key);

    crypto::KeyPair key_;
    std::string id_;
};

}  // namespace fivestar::daemon
