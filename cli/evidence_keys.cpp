// SPDX-License-Identifier: Apache-2.0
#include "cli/evidence_keys.hpp"

#include "crypto/base/text.hpp"
#include "crypto/keys/signature_algorithm.hpp"
#include "crypto/pki/certificate.hpp"
#include "crypto/pki/pem.hpp"
#include "crypto/primitives/digest.hpp"

#include <array>
#include <fstream>
#include <system_error>
#include <utility>

namespace fivestar::cli {
namespace {

namespace fs = std::filesystem;

/// The encoded SubjectPublicKeyInfo; empty if the block has none.
Bytes key_in(const crypto::PemBlock& block) {
    if (!block.content) return {};
    if (block.label == "PUBLIC KEY") return *block.content;
    if (block.label != "CERTIFICATE") return {};
    const auto certificate = crypto::Certificate::parse(*block.content);
    return certificate ? copy(certificate->public_key_info) : Bytes{};
}

std::string content_of(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return {};
    std::ifstream file{path, std::ios::binary};
    std::string text(max_evidence_key_file, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

}  // namespace

std::string_view to_string(SignatureVerdict verdict) {
    constexpr std::array<std::string_view, 4> names{"unsigned", "key_unknown", "good", "broken"};
    return names.at(static_cast<std::size_t>(verdict));
}

Result<EvidenceKeys> EvidenceKeys::load(const fs::path& directory) {
    EvidenceKeys keys;
    std::error_code error;
    if (fs::status(directory, error).type() == fs::file_type::not_found) return keys;
    std::size_t files = 0;
    for (fs::directory_iterator entry{directory, error}; !error && entry != fs::directory_iterator{};
         entry.increment(error)) {
        if (entry->path().filename().native().starts_with('.')) continue;
        if (++files > max_evidence_keys) return fail(ErrorCode::limit_exceeded);
        const std::string text = content_of(entry->path());
        const auto blocks = crypto::pem_blocks(text);
        if (!blocks) continue;
        for (const crypto::PemBlock& block : *blocks) {
            const Bytes info = key_in(block);
            auto key = crypto::PublicKey::parse(info);
            if (!key) continue;
            if (keys.keys_.size() == max_evidence_keys) return fail(ErrorCode::limit_exceeded);
            keys.keys_.emplace(to_hex(crypto::digest(crypto::DigestAlgorithm::sha256, info)), std::move(*key));
        }
    }
    if (error) return fail(ErrorCode::io_failure);
    return keys;
}

SignatureVerdict EvidenceKeys::verify(const EvidenceFile& file) const {
    if (!file.signature) return SignatureVerdict::unsigned_evidence;
    const auto key = keys_.find(file.signature->key);
    if (key == keys_.end()) return SignatureVerdict::key_unknown;
    const auto algorithm = crypto::SignatureAlgorithm::ecdsa(crypto::DigestAlgorithm::sha256);
    const bool good = key->second.verify(algorithm, as_bytes(file.statement.view()), file.signature->value).has_value();
    return good ? SignatureVerdict::good : SignatureVerdict::broken;
}

}  // namespace fivestar::cli
