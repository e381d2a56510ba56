// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/card_security.hpp"

#include "crypto/pki/signed_data.hpp"

namespace fivestar::identity {
namespace {

constexpr std::string_view security_object = "0.4.0.127.0.7.3.2.1";  // id-SecurityObject of BSI TR-03110-3
constexpr Reason forged = Reason::card_security_forged;
constexpr Reason not_verified = Reason::card_security_not_verified;

/// `none` if everything about this signer holds.
Reason fault_of(const crypto::SignerReport& signer, const crypto::SignedData& data, const crypto::TrustStore& trust,
                WallTime now, const AlgorithmPolicy& policy) {
    if (signer.signature.outcome == Outcome::failed) return forged;
    if (signer.signature.outcome != Outcome::passed || !signer.certificate || !signer.algorithm) {
        return not_verified;
    }
    const auto chain = trust.verify_chain(*signer.certificate, data.certificates, now, signer.signing_time);
    if (chain.chain.outcome == Outcome::failed || chain.revocation.outcome == Outcome::failed) return forged;
    if (chain.chain.outcome != Outcome::passed) return not_verified;
    const auto& key = signer.key;
    if (!key) return not_verified;
    Check accepted;
    judge(policy, *signer.algorithm, accepted);
    if (signer.digest) judge(policy, *signer.digest, accepted);
    judge(policy, key->kind(), key->bits(), key->explicit_parameters(), accepted);
    for (const crypto::AlgorithmUse& use : chain.algorithms) judge(policy, use, accepted);
    return accepted.outcome == Outcome::failed ? not_verified : Reason::none;
}

}  // namespace

std::expected<crypto::SecurityInfos, Reason> verify_card_security(ByteView file, const crypto::TrustStore& trust,
                                                                  WallTime now, const AlgorithmPolicy& policy) {
    if (file.empty()) return std::unexpected{Reason::card_security_missing};
    const auto data = crypto::SignedData::parse(file);
    if (!data || data->content_type != security_object) return std::unexpected{Reason::card_security_malformed};
    auto infos = crypto::SecurityInfos::parse(data->content);
    if (!infos) return std::unexpected{Reason::card_security_malformed};
    if (data->has_unreadable_signer) return std::unexpected{not_verified};
    for (const crypto::SignerReport& signer : data->verify()) {
        const Reason fault = fault_of(signer, *data, trust, now, policy);
        if (fault != Reason::none) return std::unexpected{fault};
    }
    return std::move(*infos);
}

}  // namespace fivestar::identity
