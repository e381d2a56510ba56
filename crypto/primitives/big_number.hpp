// SPDX-License-Identifier: Apache-2.0
// Ownership of OpenSSL's big numbers, which are zeroized, for the sources of crypto/ alone.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/openssl_owner.hpp"

#include <openssl/bn.h>

namespace fivestar::crypto {

using BigNumber = OpenSslOwner<BIGNUM, BN_clear_free>;
using BigNumberContext = OpenSslOwner<BN_CTX, BN_CTX_free>;

/// Makes a number from octets, most significant first, marked for OpenSSL's constant-time functions. Null if memory is
/// exhausted.
[[nodiscard]] inline BigNumber secret_number(ByteView octets) {
    BigNumber number{BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr)};
    if (number) BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

/// Returns the number in `size` octets, most significant first; empty if it needs more. `Octets` is Bytes or
/// SecretBytes.
template <class Octets>
[[nodiscard]] Octets fixed_width(const BIGNUM* number, std::size_t size) {
    Octets octets(size);
    if (BN_bn2binpad(number, octets.data(), static_cast<int>(size)) < 0) return Octets{};
    return octets;
}

}  // namespace fivestar::crypto
