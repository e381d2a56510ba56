// SPDX-License-Identifier: Apache-2.0
// The search for a chain from a certificate to a trust anchor.
#pragma once

#include "crypto/pki/certificate.hpp"
#include "crypto/pki/trust_store.hpp"

#include <span>
#include <vector>

namespace fivestar::crypto {

/// False if the certificate says it is an end entity's. Certificates of old CSCAs say nothing.
[[nodiscard]] bool may_sign_certificates(const Certificate& certificate);

/// One certificate of the chain and its issuer; both borrowed.
struct ChainLink {
    const Certificate* certificate;
    const Certificate* issuer;
    AlgorithmUse algorithm;
};

class ChainSearch {
  public:
    ChainSearch(const TrustStore& store, std::span<const Certificate> more) : store_(store), more_(more) {}

    /// Tries all candidates, anchors before intermediates; true if one led to an anchor.
    bool find(const Certificate& signer) { return find(signer, 0); }

    /// After success: the chain from the signer upwards; the last certificate is signed by the anchor.
    [[nodiscard]] const std::vector<ChainLink>& links() const { return links_; }
    [[nodiscard]] const TrustStore::Anchor& anchor() const { return anchor_; }
    /// After failure: true if an anchor with the issuer's name and key identifier did not sign the certificate.
    [[nodiscard]] bool contradicted() const { return contradicted_; }

  private:
    /// `path_length` counts the authorities up to this certificate, without self-issued ones (RFC 5280 §4.2.1.9).
    bool find(const Certificate& certificate, std::size_t path_length);
    bool find_intermediate(const Certificate& certificate, std::size_t path_length);
    /// `verify()` returns the algorithm with which the issuer signed the certificate.
    template <class Verify>
    bool add_link(const Certificate& certificate, const Certificate& issuer, const PublicKey& key, Verify verify);

    const TrustStore& store_;
    std::span<const Certificate> more_;
    std::size_t checks_left_ = max_chain_signature_checks;
    std::vector<ChainLink> links_;
    TrustStore::Anchor anchor_;
    bool contradicted_ = false;
};

}  // namespace fivestar::crypto
