#include "identity/card_security.hpp"

#include "crypto/signed_data.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

using crypto::CheckOutcome;

constexpr std::string_view security_object = "0.4.0.127.0.7.3.2.1";  // id-SecurityObject of BSI TR-03110-3
constexpr std::string_view malformed = "card_security_malformed";
constexpr std::string_view forged = "card_security_forged";
constexpr std::string_view not_verified = "card_security_not_verified";

bool accepted(const crypto::AlgorithmUse& use, const AlgorithmPolicy& policy) {
    const bool short_key = use.key_kind == crypto::KeyKind::rsa && use.key_bits < policy.min_rsa_bits;
    return !short_key && !(policy.refuse_sha1 && use.algorithm.digest == crypto::DigestAlgorithm::sha1);
}

/// Empty if everything about this signer holds.
std::string_view fault_of(const crypto::SignerReport& signer, const crypto::SignedData& data,
                          const crypto::TrustStore& trust, WallTime now, const AlgorithmPolicy& policy) {
    if (signer.signature.outcome == CheckOutcome::failed) return forged;
    if (signer.signature.outcome != CheckOutcome::passed || !signer.certificate || !signer.algorithm) {
        return not_verified;
    }
    const auto chain = trust.verify_chain(*signer.certificate, data.certificates, now, signer.signing_time);
    if (chain.chain.outcome == CheckOutcome::failed || chain.revocation.outcome == CheckOutcome::failed) return forged;
    if (chain.chain.outcome != CheckOutcome::passed) return not_verified;
    const auto key = signer.certificate->public_key();
    if (!key || !accepted({*signer.algorithm, key->kind(), key->bits(), false}, policy)) return not_verified;
    const bool all = std::ranges::all_of(chain.algorithms, [&](const auto& use) { return accepted(use, policy); });
    return all ? std::string_view{} : not_verified;
}

}  // namespace

std::variant<crypto::SecurityInfos, std::string_view> verify_card_security(ByteView file,
                                                                           const crypto::TrustStore& trust,
                                                                           WallTime now,
                                                                           const AlgorithmPolicy& policy) {
    const auto data = crypto::SignedData::parse(file);
    if (!data || data->content_type != security_object) return malformed;
    auto infos = crypto::SecurityInfos::parse(data->content);
    if (!infos) return malformed;
    for (const crypto::SignerReport& signer : data->verify()) {
        if (const auto fault = fault_of(signer, *data, trust, now, policy); !fault.empty()) return fault;
    }
    return std::move(*infos);
}

}  // namespace fivestar::identity
