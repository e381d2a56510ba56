// SPDX-License-Identifier: Apache-2.0
// TLV: the cursor with both rules, and the conversion of indefinite lengths.
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/definite.hpp"
#include "crypto/tlv/writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using fivestar::ByteView;
namespace tlv = fivestar::tlv;

constexpr std::size_t max_depth = 32;

/// The writer reproduces everything that the cursor accepts under DER.
void walk(ByteView octets, tlv::Rules rules, std::size_t depth) {
    tlv::Cursor cursor{octets, rules};
    while (const auto element = cursor.next()) {
        if (rules == tlv::Rules::der && tlv::encode(element->tag, element->value).size() != element->whole.size()) {
            std::abort();
        }
        if (element->constructed() && depth > 0) walk(element->value, rules, depth - 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView octets{data, size};
    walk(octets, tlv::Rules::ber, max_depth);
    walk(octets, tlv::Rules::der, max_depth);
    if (const auto definite = tlv::to_definite(octets)) {
        // Definite lengths stay unchanged.
        const auto again = tlv::to_definite(*definite);
        if (!again || *again != *definite) std::abort();
    }
    return 0;
}
