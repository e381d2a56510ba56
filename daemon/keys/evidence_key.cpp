// SPDX-License-Identifier: Apache-2.0
#include "daemon/keys/evidence_key.hpp"

#include "crypto/base/text.hpp"
#include "crypto/keys/public_key.hpp"
#include "crypto/keys/signature_algorithm.hpp"
#include "crypto/pki/pem.hpp"
#include "crypto/primitives/digest.hpp"
#include "daemon/system/secret_file.hpp"

#include <utility>

namespace fivestar::daemon {
namespace {

using crypto::DigestAlgorithm;
using crypto::EllipticCurve;

}  // namespace

EvidenceKey::EvidenceKey(crypto::KeyPair key)
    : key_(std::move(key)), id_(to_hex(crypto::digest(DigestAlgorithm::sha256, key_.spki_der()))) {}

Result<EvidenceKey> EvidenceKey::load(const std::filesystem::path& file) {
    const auto text = read_secret_file(file);
    if (!text) return std::unexpected{text.error()};
    auto key = crypto::KeyPair::from_pkcs8_pem(text->view());
    if (!key) return fail(ErrorCode::invalid_key);
    const auto public_key = crypto::PublicKey::parse(key->spki_der());
    if (!public_key || public_key->curve() != EllipticCurve::p256) return fail(ErrorCode::invalid_key);
    return EvidenceKey{std::move(*key)};
}

Result<EvidenceKey> EvidenceKey::create(const std::filesystem::path& file) {
    auto key = crypto::KeyPair::generate_ec(EllipticCurve::p256);
    if (!key) return std::unexpected{key.error()};
    const SecretText pem = key->pkcs8_pem();
    if (const auto created = create_secret_file(file, pem.view()); !created) return std::unexpected{created.error()};
    return EvidenceKey{std::move(*key)};
}

Result<Bytes> EvidenceKey::sign(ByteView octets) const {
    return key_.sign(crypto::SignatureAlgorithm::ecdsa(DigestAlgorithm::sha256), octets);
}

std::string EvidenceKey::public_key_pem() const {
    return crypto::public_pem_text("PUBLIC KEY", key_.spki_der());
}

}  // namespace fivestar::daemon
