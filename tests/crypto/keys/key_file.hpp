// SPDX-License-Identifier: Apache-2.0
// Public keys that the openssl command line wrote (tests/vectors/pki/public_key).
#pragma once

#include "tests/crypto/pki/pki.hpp"

#include <string>
#include <string_view>

namespace fivestar::crypto {

inline Bytes key_file(std::string_view name) {
    return test::pki_file(std::string{"public_key/"}.append(name).append(".der"));
}

}  // namespace fivestar::crypto
