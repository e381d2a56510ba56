// SPDX-License-Identifier: Apache-2.0
#include "identity/evidence/evidence.hpp"

#include <algorithm>
#include <chrono>

namespace fivestar::identity {
namespace {

constexpr std::string_view label = "fivestar evidence 1: active authentication";

void append_number(Bytes& to, std::uint64_t number, int octets) {
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(number >> shift));
}

/// Appends the part with its length before it, so that different lists of parts give different octets.
void append_part(Bytes& to, ByteView part) {
    append_number(to, part.size(), 4);
    append(to, part);
}

}  // namespace

Challenge derived_challenge(const Evidence& evidence, const ChallengeNonce& nonce) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(evidence.read_at.time_since_epoch()).count();
    Bytes context = copy(as_bytes(label));
    append(context, nonce);
    append_number(context, static_cast<std::uint64_t>(seconds), 8);
    append_part(context, as_bytes(evidence.access_method));
    append_part(context, evidence.card_access ? ByteView{*evidence.card_access} : ByteView{});
    append_part(context, evidence.card_security);
    append_part(context, evidence.security_object);
    append_number(context, evidence.mapping ? evidence.mapping->key_id : 0, 4);
    append_part(context, evidence.mapping ? ByteView{evidence.mapping->mapping_key} : ByteView{});
    append_part(context, evidence.mapping ? ByteView{evidence.mapping->data} : ByteView{});
    append_part(context, evidence.chip_authentication ? ByteView{*evidence.chip_authentication} : ByteView{});
    Challenge challenge{};
    std::ranges::copy_n(crypto::digest(crypto::DigestAlgorithm::sha256, context).begin(), challenge.size(),
                        challenge.begin());
    return challenge;
}

}  // namespace fivestar::identity
