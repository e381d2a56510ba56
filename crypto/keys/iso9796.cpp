// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/iso9796.hpp"

#include "crypto/groups/modulus.hpp"

#include <optional>

namespace fivestar::crypto {
namespace {

constexpr std::uint8_t partial_recovery = 0x60;  // high nibble: 01, more data, no padding
constexpr std::uint8_t padding_nibble = 0x0B;
constexpr std::uint8_t last_nibble = 0x0A;
constexpr std::uint8_t implicit_trailer = 0xBC;
constexpr std::uint8_t explicit_trailer = 0xCC;
constexpr std::uint8_t trailer_nibble = 0x0C;

std::optional<DigestAlgorithm> digest_of_identifier(std::uint8_t identifier) {
    switch (identifier) {
        case 0x33:
            return DigestAlgorithm::sha1;
        case 0x34:
            return DigestAlgorithm::sha256;
        case 0x35:
            return DigestAlgorithm::sha512;
        case 0x36:
            return DigestAlgorithm::sha384;
        case 0x38:
            return DigestAlgorithm::sha224;
        default:
            return std::nullopt;
    }
}

/// Returns the octets after the header `6A`, or `6B BB … BA`.
Result<ByteView> without_header(ByteView octets) {
    if (octets.empty() || (octets[0] & 0xF0U) != partial_recovery) return fail(ErrorCode::malformed);
    std::size_t at = 0;
    std::uint8_t nibble = octets[0] & 0x0FU;
    while (nibble == padding_nibble) {
        ++at;
        if (at == octets.size() || octets[at] >> 4 != padding_nibble) return fail(ErrorCode::malformed);
        nibble = octets[at] & 0x0FU;
    }
    if (nibble != last_nibble) return fail(ErrorCode::malformed);
    return octets.subspan(at + 1);
}

}  // namespace

Result<RecoveredMessage> parse_message_representative(ByteView octets) {
    auto rest = without_header(octets);
    if (!rest) return std::unexpected{rest.error()};
    std::optional<DigestAlgorithm> digest;
    if (!rest->empty() && rest->back() == implicit_trailer) {
        digest = DigestAlgorithm::sha1;
        *rest = rest->first(rest->size() - 1);
    } else if (rest->size() >= 2 && rest->back() == explicit_trailer) {
        digest = digest_of_identifier((*rest)[rest->size() - 2]);
        *rest = rest->first(rest->size() - 2);
    }
    if (!digest || rest->size() < digest_size(*digest)) return fail(ErrorCode::malformed);
    const std::size_t recovered = rest->size() - digest_size(*digest);
    return RecoveredMessage{*digest, copy(rest->first(recovered)), copy(rest->subspan(recovered))};
}

Result<DigestAlgorithm> verify_with_recovery(const PublicKey& key, ByteView not_recovered, ByteView signature) {
    auto representative = key.rsa_public_operation(signature);
    if (!representative) {
        return fail(representative.error().code == ErrorCode::unsupported ? ErrorCode::unsupported
                                                                          : ErrorCode::signature_mismatch);
    }
    if ((representative->back() & 0x0FU) != trailer_nibble) {
        const auto modulus = key.rsa_modulus();
        if (!modulus) return std::unexpected{modulus.error()};
        const auto arithmetic = Modulus::create(*modulus);
        if (!arithmetic) return std::unexpected{arithmetic.error()};
        const auto complement = arithmetic->subtract({}, *representative);
        if (!complement) return fail(ErrorCode::signature_mismatch);
        representative = copy(*complement);
    }
    const auto message = parse_message_representative(*representative);
    if (!message || digest(message->digest, {message->recovered, not_recovered}) != message->hash) {
        return fail(ErrorCode::signature_mismatch);
    }
    return message->digest;
}

}  // namespace fivestar::crypto
