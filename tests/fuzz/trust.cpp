// SPDX-License-Identifier: Apache-2.0
// Files of trust directories: PEM, anchors, revocation lists, and chains that use them.
#include "crypto/pki/pem.hpp"
#include "crypto/pki/trust_store.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace fivestar::crypto;

void take_in(TrustStore& store, fivestar::ByteView der) {
    const fivestar::WallTime now{};
    if (auto list = RevocationList::parse(der)) {
        (void)list->revokes(der.first(1));
        (void)store.add_revocation_list(std::move(*list));
    }
    if (const auto certificate = Certificate::parse(der)) {
        (void)store.add_anchor(*certificate);
        (void)store.verify_chain(*certificate, {&*certificate, 1}, now, now);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fivestar::ByteView octets{data, size};
    TrustStore store;
    take_in(store, octets);
    const auto blocks = pem_blocks(fivestar::as_text(octets));
    if (!blocks) return 0;
    for (const PemBlock& block : *blocks) {
        if (block.content) take_in(store, *block.content);
    }
    return 0;
}
