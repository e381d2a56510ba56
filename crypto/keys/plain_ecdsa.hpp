// SPDX-License-Identifier: Apache-2.0
// ECDSA signatures in the plain format of BSI TR-03111 §5.2.1: r and s, each as long as the order of the curve.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

namespace fivestar::crypto {

/// Converts it to the DER of (r, s), which `PublicKey::verify` takes. `malformed` for an odd or zero number of octets.
[[nodiscard]] Result<Bytes> der_of_plain_ecdsa(ByteView plain);

}  // namespace fivestar::crypto
