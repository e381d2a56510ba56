// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/active_authentication.hpp"

#include "crypto/keys/iso9796.hpp"
#include "crypto/keys/plain_ecdsa.hpp"
#include "crypto/keys/signature_algorithm.hpp"

#include <vector>

namespace fivestar::identity {

using crypto::DigestAlgorithm;

Result<DigestAlgorithm> verify_active_authentication(const crypto::PublicKey& key,
                                                     std::optional<DigestAlgorithm> announced, ByteView challenge,
                                                     ByteView signature) {
    if (key.kind() == crypto::KeyKind::rsa) return crypto::verify_with_recovery(key, challenge, signature);
    std::vector<DigestAlgorithm> digests{DigestAlgorithm::sha256, DigestAlgorithm::sha384, DigestAlgorithm::sha512,
                                         DigestAlgorithm::sha224, DigestAlgorithm::sha1};
    if (announced) digests = {*announced};
    const auto plain = crypto::der_of_plain_ecdsa(signature);
    for (const DigestAlgorithm digest : digests) {
        const auto algorithm = crypto::SignatureAlgorithm::ecdsa(digest);
        if (plain && key.verify(algorithm, challenge, *plain)) return digest;
        if (key.verify(algorithm, challenge, signature)) return digest;
    }
    return fail(ErrorCode::signature_mismatch);
}

}  // namespace fivestar::identity
