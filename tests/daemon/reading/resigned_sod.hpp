// SPDX-License-Identifier: Apache-2.0
// EF.SOD of a simulated document as a tree that can be changed and signed again by the same signer.
#pragma once

#include "crypto/keys/key_pair.hpp"
#include "sim/documents/document.hpp"
#include "tests/support/tlv_tree.hpp"

#include <map>
#include <string>

namespace fivestar::test {

/// Places in the tree of EF.SOD (RFC 5652 §5.1, Doc 9303-10 §4.6.2).
namespace sod_path {
inline const TlvPath signed_data{0, 1, 0};
inline const TlvPath version{0, 1, 0, 0};
inline const TlvPath content{0, 1, 0, 2, 1, 0};  ///< the OCTET STRING, opened: its child is LDSSecurityObject
inline const TlvPath security_object{0, 1, 0, 2, 1, 0, 0};
inline const TlvPath hashes{0, 1, 0, 2, 1, 0, 0, 2};
inline const TlvPath certificates{0, 1, 0, 3};
inline const TlvPath signer{0, 1, 0, 4, 0};
inline const TlvPath attributes{0, 1, 0, 4, 0, 3};  ///< contentType, messageDigest, signingTime in DER order
inline const TlvPath signature{0, 1, 0, 4, 0, 5};
}  // namespace sod_path

/// True if `path` is `place` or lies in it.
[[nodiscard]] bool lies_in(const TlvPath& path, const TlvPath& place);

class SodWorkshop {
  public:
    /// Issues the document of a persona whose chain is `passport` or `contact`.
    explicit SodWorkshop(const std::string& persona);

    [[nodiscard]] const sim::Document& document() const { return document_; }
    [[nodiscard]] const TlvNode& sod() const { return sod_; }

    /// The attribute with this type, `2A864886F70D010905` for instance; null if there is none.
    [[nodiscard]] static TlvNode* attribute(TlvNode& sod, const std::string& type);

    /// Writes the messageDigest of the content as it is, where the attribute still has one.
    static void digest_again(TlvNode& sod, crypto::DigestAlgorithm digest);
    /// Signs the attributes as they are, or the content if there are none.
    void sign_again(TlvNode& sod) const;

    [[nodiscard]] crypto::DigestAlgorithm digest() const { return digest_; }

  private:
    sim::Document document_;
    crypto::KeyPair key_;
    crypto::SignatureAlgorithm algorithm_;
    crypto::DigestAlgorithm digest_;
    TlvNode sod_;
};

}  // namespace fivestar::test
