// SPDX-License-Identifier: Apache-2.0
// Certificates of document signers that did not come with a document: the ICAO PKD publishes them for documents whose
// EF.SOD names its signer and leaves the certificate out (ICAO Doc 9303-12 §5). Nobody is trusted for being here.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/pki/certificate.hpp"
#include "crypto/pki/signed_data.hpp"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace fivestar::crypto {

/// The PKD holds some 30,000.
inline constexpr std::size_t max_document_signers = 50'000;

class DocumentSigners {
  public:
    /// One that is already there is passed over. False: there is no room.
    bool add(const Certificate& certificate);

    /// Those that a signer's identifier names, `max_embedded_certificates` at most.
    [[nodiscard]] std::vector<Certificate> named_by(const SignerIdentifier& identifier) const;

  private:
    std::vector<Bytes> encoded_;                                 // parsed when asked for: few ever are
    std::unordered_multimap<std::size_t, std::size_t> by_name_;  // hash of either kind of identifier, index
};

}  // namespace fivestar::crypto
