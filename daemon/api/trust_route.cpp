// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/trust_route.hpp"

#include "crypto/base/text.hpp"
#include "daemon/api/answer.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/api/rfc3339.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;
using crypto::TrustStore;

json::value number_or_null(const std::optional<std::size_t>& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

/// Collects the listings of both profiles.
class Listing {
  public:
    explicit Listing(WallTime now) : now_(now) {}

    void add(const crypto::LoadedTrust& trust, std::string_view profile) {
        const std::size_t lists_before = master_lists_.size();
        for (const crypto::LoadedMasterList& list : trust.master_lists) add_master_list(list);
        for (const TrustStore::Anchor& anchor : by_country(*trust.store)) {
            add_anchor(*anchor, profile, lists_before);
        }
        for (const auto& [name, list] : trust.store->revocation_lists()) add_revocation_list(list);
        for (const crypto::SkippedFile& skipped : trust.skipped) add_skipped(skipped);
        document_signers_ += trust.document_signers;
    }

    json::object take(std::optional<WallTime> loaded_at) && {
        json::object listing;
        listing.emplace("loaded_at", instant_or_null(loaded_at));
        listing.emplace("anchors", std::move(anchors_));
        listing.emplace("master_lists", std::move(master_lists_));
        listing.emplace("revocation_lists", std::move(revocation_lists_));
        listing.emplace("document_signers", document_signers_);
        listing.emplace("skipped", std::move(skipped_));
        return listing;
    }

  private:
    static std::vector<TrustStore::Anchor> by_country(const TrustStore& store) {
        std::vector<TrustStore::Anchor> sorted{store.anchors().begin(), store.anchors().end()};
        std::ranges::sort(sorted, {}, [](const TrustStore::Anchor& anchor) {
            const crypto::Certificate& certificate = anchor->certificate;
            return std::tie(certificate.subject.country, certificate.subject.match_key, certificate.not_after);
        });
        return sorted;
    }

    void add_anchor(const crypto::TrustAnchor& anchor, std::string_view profile, std::size_t lists_before) {
        const crypto::Certificate& certificate = anchor.certificate;
        auto list = anchor.source.master_list;
        if (list) *list += lists_before;
        anchors_.push_back(json::object{
            {"country", text_or_null(certificate.subject.country)},
            {"subject", certificate.subject.text()},
            {"valid_from", rfc3339(certificate.not_before)},
            {"expires_at", rfc3339(certificate.not_after)},
            {"expired", now_ > certificate.not_after},
            {"fingerprint", to_hex(certificate.fingerprint())},
            {"profile", profile},
            {"source", {{"file", anchor.source.file}, {"master_list", number_or_null(list)}}},
        });
    }

    void add_master_list(const crypto::LoadedMasterList& list) {
        master_lists_.push_back(json::object{
            {"file", list.file},
            {"country", text_or_null(list.country)},
            {"signer_fingerprint", to_hex(list.signer_fingerprint)},
            {"signed_at", instant_or_null(list.signed_at)},
            {"certificates", list.certificates},
        });
    }

    void add_revocation_list(const TrustStore::IssuedList& issued) {
        const crypto::RevocationList& list = issued.list;
        revocation_lists_.push_back(json::object{
            {"file", issued.source},
            {"country", text_or_null(list.issuer.country)},
            {"issuer", list.issuer.text()},
            {"this_update", rfc3339(list.this_update)},
            {"next_update", instant_or_null(list.next_update)},
            {"current", now_ >= list.this_update && list.next_update && now_ <= *list.next_update},
            {"revoked", list.revoked_serials.size()},
        });
    }

    void add_skipped(const crypto::SkippedFile& skipped) {
        skipped_.push_back(json::object{
            {"file", skipped.file}, {"entry", number_or_null(skipped.entry)}, {"reason", to_string(skipped.reason)}});
    }

    WallTime now_;
    json::array anchors_;
    json::array master_lists_;
    json::array revocation_lists_;
    json::array skipped_;
    std::size_t document_signers_ = 0;
};

Response show_trust(const TrustInUse& trust, WallTime now) {
    Listing listing{now};
    listing.add(trust.passports, "emrtd");
    listing.add(trust.lds_profile, "lds");
    return json_response(std::move(listing).take(trust.passports.loaded_at));
}

}  // namespace

void add_trust_route(RouteTable& table, TrustProvider trust, const Clock& clock) {
    table.add({.method = Method::get,
               .pattern = "/v1/trust",
               .permission = RouteName::trust,
               .handler = answering(
                   [trust = std::move(trust), &clock](const Request&) { return show_trust(*trust(), clock.wall()); })});
}

}  // namespace fivestar::daemon
