// SPDX-License-Identifier: Apache-2.0
#include "trust_update/candidate.hpp"

#include "crypto/pki/chain_search.hpp"
#include "crypto/pki/trust_file.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace fivestar::trust_update {
namespace {

/// The most by which the clocks of a terminal and an issuer may differ. A list with a later date would make every list
/// of the years before that date an older one.
constexpr std::chrono::hours largest_clock_difference{24};

bool is_usable(ByteView der) {
    const auto certificate = crypto::Certificate::parse(der);
    return certificate && crypto::may_sign_certificates(*certificate);
}

crypto::TrustObjectKind object_kind(ListKind kind) {
    return kind == ListKind::master_list ? crypto::TrustObjectKind::master_list
                                         : crypto::TrustObjectKind::revocation_list;
}

}  // namespace

Result<Examiner> Examiner::load(const Configuration::Trust& trust, const std::filesystem::path& fetched_lists,
                                WallTime now) {
    auto loader = crypto::TrustLoader::open(trust.crl_directory, trust.master_list_signers, now, fetched_lists);
    if (!loader) return std::unexpected{loader.error()};
    auto loaded = loader->load(trust.csca_directory, fetched_lists);
    if (!loaded) return std::unexpected{loaded.error()};
    return Examiner{std::move(*loader), std::move(*loaded), now};
}

std::expected<ListFacts, Failure> Examiner::examine(ListKind kind, const std::filesystem::path& file) const {
    const auto folder = crypto::TrustFolder::open(file.parent_path());
    if (!folder) return std::unexpected{Reason::io_failure};
    std::size_t objects = 0;
    std::expected<ListFacts, Failure> found = std::unexpected{Reason::malformed};
    const auto take = [&](const crypto::TrustObject& object) {
        if (++objects > 1 || object.place != crypto::PkdPlace::none) {
            found = std::unexpected{Reason::unsupported};
        } else if (object.kind != object_kind(kind)) {
            // Octets that are nothing known are called a certificate.
            const bool is_known =
                object.kind != crypto::TrustObjectKind::certificate || crypto::Certificate::parse(object.der);
            found = std::unexpected{is_known ? Reason::unsupported : Reason::malformed};
        } else {
            found =
                kind == ListKind::master_list ? examine_master_list(object.der) : examine_revocation_list(object.der);
        }
    };
    const auto skip = [&](std::optional<std::size_t>, Reason reason) { found = std::unexpected{reason}; };
    crypto::read_trust_file(*folder, file.filename(), {take, skip});
    if (found && found->issued_at > now_ + largest_clock_difference) return std::unexpected{Problem::not_yet_valid};
    return found;
}

std::expected<ListFacts, Failure> Examiner::examine_master_list(ByteView der) const {
    const auto list = crypto::open_master_list(der, loader_.signers(), now_);
    if (!list) return std::unexpected{list.error()};
    if (!list->signed_at) return std::unexpected{Reason::no_signing_time};
    if (std::ranges::none_of(list->certificates, is_usable)) return std::unexpected{Problem::empty};
    return ListFacts{.issued_at = *list->signed_at, .entries = list->certificates.size()};
}

std::expected<ListFacts, Failure> Examiner::examine_revocation_list(ByteView der) const {
    const auto list = crypto::RevocationList::parse(der);
    if (!list) return std::unexpected{reason_of(list.error().code)};
    if (const auto issuer = trust_.store->issuer_of(*list); !issuer) return std::unexpected{issuer.error()};
    return ListFacts{
        .issued_at = list->this_update, .next_update = list->next_update, .entries = list->revoked_serials.size()};
}

}  // namespace fivestar::trust_update
