// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/card_security.hpp"

#include "crypto/pki/signed_data.hpp"

namespace fivestar::identity {
namespace {

using crypto::CheckOutcome;

constexpr std::string_view security_object = "0.4.0.127.0.7.3.2.1";  // id-SecurityObject of BSI TR-03110-3
constexpr std::string_view malformed = "card_security_malformed";
constexpr std::string_view forged = "card_security_forged";
constexpr std::string_view not_verified = "card_security_not_verified";

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
    const auto& key = signer.key;
    if (!key) return not_verified;
    Check accepted;
    judge(policy, *signer.algorithm, accepted);
    if (signer.digest) judge(policy, *signer.digest, accepted);
    judge(policy, key->kind(), key->bits(), key->explicit_parameters(), accepted);
    for (const crypto::AlgorithmUse& use : chain.algorithms) judge(policy, use, accepted);
    return accepted.outcome == Outcome::failed ? not_verified : std::string_view{};
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
