// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/document_signers.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <variant>

namespace fivestar::crypto {
namespace {

std::size_t hash_of(const DistinguishedName& issuer, ByteView serial) {
    std::string text = issuer.match_key;
    text.push_back('\0');
    text.append(as_text(serial_key(serial)));
    return std::hash<std::string>{}(text);
}

std::size_t hash_of(ByteView key_identifier) {
    return std::hash<std::string_view>{}(as_text(key_identifier));
}

std::size_t hash_of(const SignerIdentifier& identifier) {
    if (const auto* const both = std::get_if<IssuerAndSerial>(&identifier)) return hash_of(both->issuer, both->serial);
    return hash_of(ByteView{std::get<Bytes>(identifier)});
}

}  // namespace

bool DocumentSigners::add(const Certificate& certificate) {
    const std::size_t by_issuer = hash_of(certificate.issuer, certificate.serial);
    const auto [first, last] = by_name_.equal_range(by_issuer);
    if (std::any_of(first, last,
                    [&](const auto& entry) { return std::ranges::equal(encoded_[entry.second], certificate.der); })) {
        return true;
    }
    if (encoded_.size() == max_document_signers) return false;
    by_name_.emplace(by_issuer, encoded_.size());
    by_name_.emplace(hash_of(ByteView{certificate.key_identifier()}), encoded_.size());
    encoded_.push_back(copy(certificate.der));
    return true;
}

std::vector<Certificate> DocumentSigners::named_by(const SignerIdentifier& identifier) const {
    std::vector<Certificate> found;
    const auto [first, last] = by_name_.equal_range(hash_of(identifier));
    for (auto entry = first; entry != last && found.size() < max_embedded_certificates; ++entry) {
        auto certificate = Certificate::parse(encoded_[entry->second]);
        if (certificate && names(identifier, *certificate)) found.push_back(std::move(*certificate));
    }
    return found;
}

}  // namespace fivestar::crypto
