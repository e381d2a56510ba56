// SPDX-License-Identifier: Apache-2.0
#include "apdu/pace_password.hpp"

#include "crypto/primitives/digest.hpp"
#include "crypto/primitives/key_derivation.hpp"

namespace fivestar::apdu {

PacePassword PacePassword::mrz(ByteView mrz_information) {
    Bytes hash = crypto::digest(crypto::DigestAlgorithm::sha1, mrz_information);
    SecretBytes encoded{ByteView{hash}};
    zeroize(hash.data(), hash.size());
    return {PasswordKind::mrz, std::move(encoded)};
}

PacePassword PacePassword::digits(PasswordKind kind, ByteView digits) {
    return {kind, SecretBytes{digits}};
}

SecretBytes PacePassword::key(crypto::BlockCipher cipher) const {
    return crypto::derive_key(encoded_, crypto::KeyUse::pace_password, cipher);
}

}  // namespace fivestar::apdu
