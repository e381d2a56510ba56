// SPDX-License-Identifier: Apache-2.0
// Trust anchors (CSCA certificates), their revocation lists, and the chain from a document signer to an anchor.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/check_result.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/pki/certificate.hpp"
#include "crypto/pki/document_signers.hpp"
#include "crypto/pki/revocation_list.hpp"

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fivestar::crypto {

/// Limits of the search: certificates between signer and anchor, and signatures checked.
inline constexpr std::size_t max_intermediates = 2;
inline constexpr std::size_t max_chain_signature_checks = 64;

/// The purpose of a certificate below an anchor (ICAO Doc 9303-12 §7.1.1).
enum class ChainPurpose : std::uint8_t { document_signer, master_list_signer };

/// The origin of an anchor.
struct TrustSource {
    std::string file = {};                        ///< name; empty if from none
    std::optional<std::size_t> master_list = {};  ///< index of the master list inside it, in LoadedTrust::master_lists
};

class TrustAnchor {
  public:
    TrustAnchor(Certificate anchor, TrustSource where) : certificate(std::move(anchor)), source(std::move(where)) {}

    const Certificate certificate;
    const TrustSource source;

    /// Decodes the key on first use: a day's documents need a few of a thousand keys, and decoding all would dominate
    /// loading. Thread-safe. Errors as PublicKey::parse.
    [[nodiscard]] const Result<PublicKey>& key() const;

    /// Verifies the certificate's signature with this anchor's key; returns its algorithm. A good signature is verified
    /// once and then known by the digest of everything that was verified, until the anchor is destroyed: the documents
    /// of a day come from few signers, and verifying a signer's certificate again would take most of a read's time.
    /// Nothing else about the certificate is remembered. Thread-safe. Errors: those of `key` and
    /// `Certificate::verify_signed_by`.
    [[nodiscard]] Result<SignatureAlgorithm> verify(const Certificate& signed_certificate) const;

    /// Most cached certificates; beyond that the cache is cleared.
    static constexpr std::size_t most_remembered = 64;
    /// Returns the number of cached certificates.
    [[nodiscard]] std::size_t remembered() const;

  private:
    mutable std::once_flag decoded_;
    mutable Result<PublicKey> key_ = fail(ErrorCode::invalid_key);
    mutable std::mutex remembering_;
    mutable std::map<Bytes, SignatureAlgorithm> remembered_;  // by SHA-256
};

/// The validity of all certificates of the chain at one instant. A failure has the first of `findings` as its reason.
struct ValidityReport {
    CheckResult result;
    std::vector<Reason> findings;  ///< `signer_expired`, `anchor_not_yet_valid`, `intermediate_expired` …
};

/// One signature of the chain and the key that made it, for the algorithm policy.
struct AlgorithmUse {
    SignatureAlgorithm algorithm;
    KeyKind key_kind;
    std::size_t key_bits;
    bool explicit_parameters;
};

/// The facts about a chain, separately: neither expiry nor revocation breaks it.
struct ChainReport {
    /// failed: `broken` (the named issuer's key did not sign it), `signer_is_ca`, `signer_key_usage` (a certificate for
    /// another purpose than the one asked for), `critical_extension`. not_performed: `issuer_unknown`,
    /// `unsupported_algorithm`.
    CheckResult chain;
    std::shared_ptr<const TrustAnchor> anchor;  ///< the one that verified; null otherwise
    ValidityReport now;                         ///< of the signer alone, if no anchor was found
    ValidityReport at_signing;                  ///< not_performed: `no_signing_time`
    /// failed: `revoked`. not_performed: `no_crl`, `crl_stale`, `crl_not_yet_valid`, `chain_not_verified`.
    CheckResult revocation;
    std::vector<AlgorithmUse> algorithms;  ///< from the signer's certificate upwards, without the anchor's own
};

/// Built once, then shared by threads as `std::shared_ptr<const TrustStore>`; a reload makes a new one. An empty store
/// trusts nobody.
class TrustStore {
  public:
    using Anchor = std::shared_ptr<const TrustAnchor>;

    /// Adds an anchor, whoever signed its certificate; skips one that is there already. Does not decode its key.
    /// `source` is for reports. failed: `not_a_ca`.
    CheckResult add_anchor(Certificate certificate, TrustSource source = {});

    /// Adds a revocation list; call it after all anchors were added. The list counts if an anchor of its issuer signed
    /// it; of each key's lists, the newest counts. failed: `signature_mismatch`, `sm2_empty_id`. not_performed:
    /// `issuer_unknown`.
    CheckResult add_revocation_list(const RevocationList& list, std::string source = {});

    /// Returns the anchor that signed the list, or why it does not count: a reason of `add_revocation_list`.
    [[nodiscard]] std::expected<Anchor, Reason> issuer_of(const RevocationList& list) const;

    [[nodiscard]] std::span<const Anchor> anchors() const { return anchors_; }

    /// The signers of documents that come without their signer's certificate.
    DocumentSigners& document_signers() { return document_signers_; }
    [[nodiscard]] const DocumentSigners& document_signers() const { return document_signers_; }

    /// Returns all possible issuers of a certificate or list, by the issuer's name and by the authority key identifier.
    /// Those with that key identifier come first.
    [[nodiscard]] std::vector<Anchor> issuers(const DistinguishedName& name,
                                              const std::optional<Bytes>& authority_key_identifier) const;

    /// Verifies the chain of a signer. `more` are certificates from the document; they may be intermediates, but are
    /// never trusted by themselves.
    [[nodiscard]] ChainReport verify_chain(const Certificate& signer, std::span<const Certificate> more, WallTime now,
                                           std::optional<WallTime> signing_time,
                                           ChainPurpose purpose = ChainPurpose::document_signer) const;

    struct IssuedList {
        RevocationList list;
        Anchor issuer;
        std::string source;  ///< the file's name
    };
    /// Returns the revocation lists that count, by their issuer's match key.
    [[nodiscard]] const std::multimap<std::string, IssuedList>& revocation_lists() const { return lists_; }

    /// Returns those that this issuer's anchors signed.
    [[nodiscard]] std::vector<const RevocationList*> revocation_lists(const DistinguishedName& issuer) const;

  private:
    std::vector<Anchor> anchors_;
    std::unordered_multimap<std::string_view, Anchor> by_subject_;  // borrowed from the anchors
    std::unordered_multimap<std::string, Anchor> by_key_identifier_;
    std::multimap<std::string, IssuedList> lists_;
    DocumentSigners document_signers_;
};

}  // namespace fivestar::crypto
