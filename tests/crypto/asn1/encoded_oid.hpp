// SPDX-License-Identifier: Apache-2.0
// Object identifiers as they are encoded.
#pragma once

#include "crypto/asn1/object_identifier.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/tlv/writer.hpp"

#include <string_view>

namespace fivestar::crypto {

inline Bytes oid(std::string_view dotted) {
    return tlv::encode(0x06, oid_value(dotted).value());
}

}  // namespace fivestar::crypto
