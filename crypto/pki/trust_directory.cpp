// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/trust_directory.hpp"

#include "crypto/pki/chain_search.hpp"

#include <system_error>
#include <utility>

namespace fivestar::crypto {
namespace {

namespace fs = std::filesystem;

/// Of all fetched revocation lists together: whoever writes them may be taken over, and nobody has checked them yet.
constexpr std::size_t max_fetched_octets = std::size_t{256} * 1024 * 1024;

/// Reads all files of a directory, in the order of their names.
template <class VisitorFor>
Result<void> read_folder(const fs::path& directory, VisitorFor visitor_for) {
    auto folder = TrustFolder::open(directory);
    if (!folder) return std::unexpected{folder.error()};
    const auto names = folder->names();
    if (!names) return std::unexpected{names.error()};
    for (const std::string& name : *names) read_trust_file(*folder, name, visitor_for(name));
    return {};
}

/// Does the same, if there is such a directory.
template <class VisitorFor>
Result<void> read_optional_folder(const fs::path& directory, VisitorFor visitor_for) {
    std::error_code error;
    if (directory.empty() || fs::status(directory, error).type() == fs::file_type::not_found) return {};
    return read_folder(directory, visitor_for);
}

/// Tells whether a certificate may be an anchor. In a PKD file, only one that says it is an authority's, or is in the
/// attribute for those of authorities: a document signer needs no BasicConstraints (ICAO Doc 9303-12 §7.1.1), and some
/// lack KeyUsage although they must have it. Other files are left to the store's own check.
bool may_be_anchor(const Certificate& certificate, PkdPlace place) {
    const bool says_so = certificate.basic_constraints && certificate.basic_constraints->ca;
    switch (place) {
        case PkdPlace::none:
            return true;
        case PkdPlace::authority:
            return may_sign_certificates(certificate);
        case PkdPlace::user:
            return says_so && may_sign_certificates(certificate);
        case PkdPlace::document_signer:
            return false;
    }
    return false;
}

}  // namespace

Result<TrustLoader> TrustLoader::open(const fs::path& crl_directory, const fs::path& master_list_signers, WallTime now,
                                      const fs::path& fetched_lists) {
    TrustLoader loader{now};
    const auto skip_in = [&loader](const std::string& name) {
        return [&loader, &name](std::optional<std::size_t> entry, Reason reason) {
            if (loader.skipped_.size() < max_skipped_entries) loader.skipped_.emplace_back(name, entry, reason);
        };
    };
    const auto take_list = [&](const std::string& name, const TrustObject& object) {
        auto list = RevocationList::parse(object.der);
        if (!list) return skip_in(name)(object.entry, reason_of(list.error().code));
        loader.lists_.push_back({name, object.entry, std::move(*list)});
    };
    const auto lists = read_optional_folder(crl_directory, [&](const std::string& name) {
        const auto take = [&](const TrustObject& object) {
            // A PKD file may be here for its lists alone.
            if (object.place == PkdPlace::none || object.kind == TrustObjectKind::revocation_list) {
                take_list(name, object);
            }
        };
        return TrustFileVisitor{take, skip_in(name)};
    });
    if (!lists) return std::unexpected{lists.error()};
    std::size_t fetched_octets = 0;
    const auto fetched = read_optional_folder(fetched_lists, [&](const std::string& name) {
        const auto take = [&](const TrustObject& object) {
            if (object.kind != TrustObjectKind::revocation_list) return;
            fetched_octets += object.der.size();
            if (fetched_octets > max_fetched_octets) return skip_in(name)(object.entry, Reason::limit_exceeded);
            take_list(name, object);
        };
        // An entry that cannot be read is listed by `load`.
        return TrustFileVisitor{take, [](std::optional<std::size_t>, Reason) {}};
    });
    if (!fetched) skip_in(fetched_lists.native())(std::nullopt, reason_of(fetched.error().code));
    const auto signers = read_optional_folder(master_list_signers, [&](const std::string& name) {
        const auto take = [&, skip = skip_in(name)](const TrustObject& object) {
            auto certificate = Certificate::parse(object.der);
            if (!certificate) return skip(object.entry, reason_of(certificate.error().code));
            loader.signers_.add(std::move(*certificate));
        };
        return TrustFileVisitor{take, skip_in(name)};
    });
    if (!signers) return std::unexpected{signers.error()};
    for (const FoundList& found : loader.lists_) loader.signers_.add_revocation_list(found.list);
    return loader;
}

/// Builds one store.
class TrustLoader::Assembly {
  public:
    explicit Assembly(const TrustLoader& loader) : loader_(loader), store_(std::make_shared<TrustStore>()) {
        for (const SkippedFile& skipped : loader.skipped_) skip(skipped.file, skipped.entry, skipped.reason);
    }

    TrustFileVisitor visitor(const std::string& file) {
        return {[this, &file](const TrustObject& object) { add(file, object); },
                [this, &file](std::optional<std::size_t> entry, Reason why) { skip(file, entry, why); }};
    }

    TrustFileVisitor visitor_of_fetched(const std::string& file) {
        const auto take = [this, &file](const TrustObject& object) {
            // The loader has the revocation lists already.
            if (object.kind == TrustObjectKind::revocation_list) return;
            if (object.kind == TrustObjectKind::master_list) return add_master_list(file, object);
            skip(file, object.entry, Reason::not_a_master_list);
        };
        return {take, [this, &file](std::optional<std::size_t> entry, Reason why) { skip(file, entry, why); }};
    }

    LoadedTrust finish() && {
        // Revocation lists are added last, when all anchors that may have signed them are known.
        for (const FoundList& list : lists_) add_list(list);
        for (const FoundList& list : loader_.lists_) add_list(list);
        loaded_.anchors = store_->anchors().size();
        loaded_.store = std::move(store_);
        loaded_.loaded_at = loader_.now_;
        return std::move(loaded_);
    }

  private:
    void add(const std::string& file, const TrustObject& object) {
        switch (object.kind) {
            case TrustObjectKind::certificate:
                return add_certificate({file, std::nullopt}, object.der, object.entry, object.place);
            case TrustObjectKind::revocation_list: {
                auto list = RevocationList::parse(object.der);
                if (!list) return skip(file, object.entry, reason_of(list.error().code));
                return lists_.push_back({file, object.entry, std::move(*list)});
            }
            case TrustObjectKind::master_list:
                return add_master_list(file, object);
        }
    }

    void add_certificate(const TrustSource& source, ByteView der, std::optional<std::size_t> entry, PkdPlace place) {
        const std::string& file = source.file;
        auto certificate = Certificate::parse(der);
        if (!certificate) return skip(file, entry, reason_of(certificate.error().code));
        if (!may_be_anchor(*certificate, place)) {
            if (!store_->document_signers().add(*certificate)) return skip(file, entry, Reason::limit_exceeded);
            ++loaded_.document_signers;
            return;
        }
        if (store_->anchors().size() == max_trust_anchors) return skip(file, entry, Reason::limit_exceeded);
        const CheckResult added = store_->add_anchor(std::move(*certificate), source);
        if (added.outcome != Outcome::passed) skip(file, entry, added.reason);
    }

    void add_master_list(const std::string& file, const TrustObject& object) {
        const auto list = open_master_list(object.der, loader_.signers_, loader_.now_);
        if (!list) return skip(file, object.entry, list.error());
        const TrustSource source{file, loaded_.master_lists.size()};
        loaded_.master_lists.push_back(
            {file, list->country, list->signer_fingerprint, list->signed_at, list->certificates.size()});
        std::size_t entry = 0;
        for (const ByteView der : list->certificates) add_certificate(source, der, ++entry, PkdPlace::none);
    }

    void add_list(const FoundList& found) {
        const CheckResult added = store_->add_revocation_list(found.list, found.file);
        if (added.outcome != Outcome::passed) skip(found.file, found.entry, added.reason);
    }

    void skip(const std::string& file, std::optional<std::size_t> entry, Reason reason) {
        if (loaded_.skipped.size() < max_skipped_entries) loaded_.skipped.emplace_back(file, entry, reason);
    }

    const TrustLoader& loader_;
    std::shared_ptr<TrustStore> store_;
    std::vector<FoundList> lists_;
    LoadedTrust loaded_ = {};
};

Result<LoadedTrust> TrustLoader::load(const fs::path& directory, const fs::path& fetched_lists) const {
    Assembly assembly{*this};
    const auto read = read_folder(directory, [&](const std::string& name) { return assembly.visitor(name); });
    if (!read) return std::unexpected{read.error()};
    // `open` has listed a directory that cannot be read.
    static_cast<void>(read_optional_folder(fetched_lists,
                                           [&](const std::string& name) { return assembly.visitor_of_fetched(name); }));
    return std::move(assembly).finish();
}

std::vector<SkippedFile> unusable_anchors(const TrustStore& store) {
    std::vector<SkippedFile> unusable;
    for (const auto& anchor : store.anchors()) {
        if (!anchor->certificate.public_key())
            unusable.emplace_back(anchor->source.file, std::nullopt, Reason::unsupported_key);
    }
    return unusable;
}

}  // namespace fivestar::crypto
