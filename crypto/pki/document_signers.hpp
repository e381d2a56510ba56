// SPDX-License-Identifier: Apache-2.0
// Certificates of document signers that are not part of a document. The ICAO PKD publishes them for documents whose
// EF.SOD names its signer but omits the certificate (ICAO Doc 9303-12 §5). They are not trusted by themselves.
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
    /// Adds a certificate, unless it is there already. False if there is no room.
    bool add(const Certificate& certificate);

    /// Returns the certificates that a signer identifier names, at most `max_embedded_certificates`.
    [[nodiscard]] std::vector<Certificate> named_by(const SignerIdentifier& identifier) const;

  private:
    std::vector<Bytes> encoded_;                                 // parsed when asked for: few ever are
    std::unordered_multimap<std::size_t, std::size_t> by_name_;  // hash of either kind of identifier, index
};

}  // namespace fivestar::crypto
