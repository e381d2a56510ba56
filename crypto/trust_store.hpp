// The trust anchors (CSCA certificates) and their revocation lists, and the chain from a document signer to them.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/certificate.hpp"
#include "crypto/check_result.hpp"
#include "crypto/revocation_list.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::crypto {

/// Bounds on the search: certificates between signer and anchor, and signatures checked on the way.
inline constexpr std::size_t max_intermediates = 2;
inline constexpr std::size_t max_chain_signature_checks = 64;

struct TrustAnchor {
    Certificate certificate;
    PublicKey key;
};

/// Validity of every certificate of the chain at one instant. failed: the first of `findings`.
struct ValidityReport {
    CheckResult result;
    std::vector<std::string_view> findings;  ///< `signer_expired`, `anchor_not_yet_valid`, `intermediate_expired` …
};

/// One signature of the chain and the key that made it: what an algorithm policy judges.
struct AlgorithmUse {
    SignatureAlgorithm algorithm;
    KeyKind key_kind;
    std::size_t key_bits;
    bool explicit_parameters;
};

/// Each fact by itself; expiry and revocation do not break a chain.
struct ChainReport {
    /// failed: `broken` (the named issuer's key did not sign it), `signer_is_ca`, `signer_key_usage`,
    /// `critical_extension`. not_performed: `issuer_unknown`.
    CheckResult chain;
    std::shared_ptr<const TrustAnchor> anchor;  ///< the one that verified; null otherwise
    ValidityReport now;                         ///< of the signer alone, if no anchor was found
    ValidityReport at_signing;                  ///< not_performed: `no_signing_time`
    /// failed: `revoked`. not_performed: `no_crl`, `crl_stale`, `crl_not_yet_valid`, `chain_not_verified`.
    CheckResult revocation;
    std::optional<WallTime> crl_this_update;
    std::optional<WallTime> crl_next_update;
    std::vector<AlgorithmUse> algorithms;  ///< from the signer's certificate upwards, without the anchor's own
};

/// Immutable: reloading makes a new one. May be used from several threads.
class TrustStore {
  public:
    /// Trusts nobody.
    TrustStore() = default;
    /// Every anchor is one in its own right, whoever signed it. Lists count that an anchor of their issuer signed; of
    /// each key's lists the newest.
    TrustStore(std::vector<TrustAnchor> anchors, std::vector<RevocationList> lists);

    [[nodiscard]] std::span<const std::shared_ptr<const TrustAnchor>> anchors() const { return anchors_; }
    /// How many revocation lists count.
    [[nodiscard]] std::size_t revocation_lists() const;

    /// The chain of a document signer. Candidates are all anchors that the issuer's name or the authority key
    /// identifier selects; `more` are certificates that came with the document and are trusted only through an anchor.
    [[nodiscard]] ChainReport verify_chain(const Certificate& signer, std::span<const Certificate> more, WallTime now,
                                           std::optional<WallTime> signing_time) const;

  private:
    struct IssuedList {
        RevocationList list;
        std::shared_ptr<const TrustAnchor> issuer;
    };
    std::vector<std::shared_ptr<const TrustAnchor>> anchors_;
    std::multimap<std::string, std::size_t, std::less<>> by_subject_;
    std::multimap<Bytes, std::size_t> by_key_identifier_;
    std::multimap<std::string, IssuedList, std::less<>> lists_;
};

}  // namespace fivestar::crypto
