// SPDX-License-Identifier: Apache-2.0
#include "identity/pseudonym.hpp"

#include "crypto/primitives/hmac.hpp"
#include "identity/china/card_number.hpp"
#include "identity/country.hpp"

#include <utility>

namespace fivestar::identity {
namespace {

constexpr std::string_view purpose = "fivestar pseudonym 1";

PersonalText lower_case_hex(ByteView octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    PersonalText text;
    for (const std::uint8_t octet : octets) {
        text.push_back(digits[octet >> 4U]);
        text.push_back(digits[octet & 0xFU]);
    }
    return text;
}

}  // namespace

Pseudonyms::Pseudonyms(SecretBytes key) : key_(std::move(key)) {}

std::optional<PersonalText> Pseudonyms::of(const Document& document, std::string_view client) const {
    if (!document.number || !document.issuing_state) return std::nullopt;
    const PersonalText number = normalised_number(document.number->view());
    if (number.empty()) return std::nullopt;
    // A zero octet, which none of them has, ends each part: no two documents have the same octets.
    PersonalText text{purpose};
    for (const std::string_view part : {client, icao_code(document.issuing_state->view()), number.view()}) {
        text.push_back('\0');
        text.append(part);
    }
    return lower_case_hex(crypto::hmac_sha256(key_.view(), as_bytes(text.view())).view().first(pseudonym_size / 2));
}

}  // namespace fivestar::identity
