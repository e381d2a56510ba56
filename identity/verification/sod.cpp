// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlv/definite.hpp"
#include "identity/verification/passive_authentication.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag sod_tag = 0x77;
constexpr std::string_view lds_security_object = "2.23.136.1.1.1";
// Content types that issued documents bear instead: id-data, two of before the standard had its own, and the data of
// GM/T 0010.
constexpr std::array<std::string_view, 4> legacy_content_types{"1.2.840.113549.1.7.1", "1.2.528.1.1006.1.20.1",
                                                               "1.3.27.1.1.1", "1.2.156.10197.6.1.4.2.1"};

/// Adds one signer's result to a check that all signers must pass.
void fold(const CheckResult& result, Check& check) {
    if (result.outcome != Outcome::passed) return check.report(result.reason);
    if (check.reason.empty()) check.pass();
}

void report_validity(const crypto::ChainReport& chain, Check& check) {
    fold(chain.now.result, check);
    for (const Reason what : chain.now.findings) check.note(what);
    const Outcome at_signing = chain.at_signing.result.outcome;
    // Of several signers the worst result counts: failed, not performed, passed.
    if (!check.at_signing || at_signing == Outcome::failed ||
        (at_signing == Outcome::not_performed && check.at_signing == Outcome::passed)) {
        check.at_signing = at_signing;
    }
}

Reason unusable(const Error& error) {
    return error.code == ErrorCode::unsupported ? Reason::unsupported_algorithm : Reason::malformed;
}

class SodVerifier {
  public:
    SodVerifier(const crypto::TrustStore& trust, WallTime now, const AlgorithmPolicy& policy)
        : trust_(trust), now_(now), policy_(policy) {}

    SodReport verify(const ParsedSod& sod, std::span<const crypto::SignerReport> signers) && {
        if (!sod.signed_data) return std::move(*this).without(sod.unusable);
        if (sod.security_object) judge(policy_, sod.security_object->digest, report_.algorithm_policy);
        report_.security_object = sod.security_object;
        report_.unusable = sod.unusable;
        for (const crypto::SignerReport& signer : signers) add(signer, sod.signed_data->certificates);
        if (sod.signed_data->has_unreadable_signer) report_.signature.report(Reason::signer_info_malformed);
        content_type(sod.signed_data->content_type);
        form(*sod.signed_data);
        for (const Reason what : sod.findings) report_.signature.report(what);
        conclude();
        return std::move(report_);
    }

  private:
    /// No signature can be looked at. A file that cannot be read says as little as an absent one.
    SodReport without(Reason reason) && {
        report_.unusable = reason;
        for (Check* check : {&report_.signature, &report_.certificate_chain, &report_.certificate_validity,
                             &report_.revocation, &report_.algorithm_policy}) {
            check->report(reason);
        }
        return std::move(report_);
    }

    void add(const crypto::SignerReport& signer, std::span<const crypto::Certificate> certificates) {
        if (signer.algorithm) {
            report_.signature.method = signer.algorithm->method();
            judge(policy_, *signer.algorithm, report_.algorithm_policy);
        }
        if (signer.digest) judge(policy_, *signer.digest, report_.algorithm_policy);
        fold(signer.signature, report_.signature);
        for (const Reason what : signer.findings) report_.signature.report(what);
        if (!signer.certificate) {
            has_every_certificate_ = false;
            for (Check* check : {&report_.certificate_chain, &report_.certificate_validity, &report_.revocation}) {
                check->report(signer.signature.reason);
            }
            return;
        }
        if (signer.certificate->has_malformed_parts) {
            report_.certificate_chain.report(Reason::certificate_part_malformed);
        }
        if (const auto& key = signer.key) {
            judge(policy_, key->kind(), key->bits(), key->explicit_parameters(), report_.algorithm_policy);
        }
        const auto chain = trust_.verify_chain(*signer.certificate, certificates, now_, signer.signing_time);
        fold(chain.chain, report_.certificate_chain);
        report_validity(chain, report_.certificate_validity);
        fold(chain.revocation, report_.revocation);
        for (const crypto::AlgorithmUse& use : chain.algorithms) judge(policy_, use, report_.algorithm_policy);
        if (report_.signer_certificate.empty()) {
            report_.signer_certificate = copy(signer.certificate->der);
            report_.anchor = chain.anchor;
        }
        country(signer.certificate->subject);
        country(signer.certificate->issuer);
        if (chain.anchor) country(chain.anchor->certificate.subject);
    }

    void country(const crypto::DistinguishedName& name) {
        if (name.country.empty() || std::ranges::find(report_.countries, name.country) != report_.countries.end())
            return;
        report_.countries.push_back(name.country);
    }

    void content_type(std::string_view oid) {
        if (oid == lds_security_object) return;
        if (std::ranges::find(legacy_content_types, oid) != legacy_content_types.end()) {
            report_.signature.report(Reason::legacy_content_type);
        } else {
            report_.signature.report(Reason::content_type_mismatch);
        }
    }

    /// Doc 9303-10 §4.6.2.2 requires version 3; RFC 5652 §5.1 and GM/T 0010 have 1 for the content types that legacy
    /// documents bear.
    void form(const crypto::SignedData& data) {
        const bool usual = data.version == 3U || (data.version == 1U && data.content_type != lds_security_object);
        if (!usual) report_.signature.report(Reason::signed_data_version);
        if (data.has_odd_elements) report_.signature.report(Reason::signed_data_malformed);
        if (data.has_unreadable_certificate) report_.signature.report(Reason::certificate_unreadable);
    }

    void conclude() {
        if (report_.algorithm_policy.outcome == Outcome::failed) {
            report_.signature.report(Reason::refused_by_policy);
        } else if (!has_every_certificate_) {
            report_.algorithm_policy.report(report_.certificate_chain.reason == Reason::signer_certificate_unreadable
                                                ? Reason::signer_certificate_unreadable
                                                : Reason::signer_certificate_missing);
        } else {
            report_.algorithm_policy.pass();
        }
    }

    const crypto::TrustStore& trust_;
    WallTime now_;
    const AlgorithmPolicy& policy_;
    bool has_every_certificate_ = true;
    SodReport report_;
};

/// The certificates of signers that left theirs out, as far as they came apart or any of the stores has them.
std::vector<crypto::Certificate> certificates_apart(const crypto::SignedData& data,
                                                    std::span<const crypto::TrustStore* const> stores,
                                                    std::span<const crypto::Certificate> apart) {
    std::vector<crypto::Certificate> found;
    for (const crypto::SignerInfo& signer : data.signers) {
        const auto is_named = [&](const auto& certificate) { return names(signer.identifier, certificate); };
        if (std::ranges::any_of(data.certificates, is_named)) continue;
        std::ranges::copy_if(apart, std::back_inserter(found), is_named);
        for (const crypto::TrustStore* const store : stores) {
            std::ranges::move(store->document_signers().named_by(signer.identifier), std::back_inserter(found));
        }
    }
    return found;
}

}  // namespace

ParsedSod parse_sod(ByteView ef_sod) {
    if (ef_sod.empty()) return {.unusable = Reason::no_security_object};
    tlv::Cursor file{ef_sod};
    const auto content = file.expect(sod_tag);
    if (!content) return {.unusable = Reason::malformed};
    bool has_octets_behind = !file.at_end();
    auto signed_data = crypto::SignedData::parse(content->value);
    if (!signed_data && signed_data.error().code == ErrorCode::trailing_bytes) {
        ByteView behind = content->value;
        if (tlv::take_definite(behind)) {
            signed_data = crypto::SignedData::parse(content->value.first(content->value.size() - behind.size()));
            has_octets_behind = has_octets_behind || !behind.empty();
        }
    }
    ParsedSod sod;
    if (has_octets_behind) sod.findings.push_back(Reason::security_object_trailing_bytes);
    if (!signed_data) return {.unusable = unusable(signed_data.error())};
    sod.signed_data = std::move(*signed_data);
    auto object = parse_security_object(sod.signed_data->content);
    if (object) {
        sod.findings.insert(sod.findings.end(), object->findings.begin(), object->findings.end());
        sod.security_object = std::move(*object);
    } else {
        sod.unusable = unusable(object.error());
    }
    return sod;
}

std::vector<SodReport> verify_sod(const ParsedSod& sod, std::span<const crypto::TrustStore* const> stores, WallTime now,
                                  const AlgorithmPolicy& policy, std::span<const crypto::Certificate> apart) {
    std::vector<crypto::SignerReport> signers;
    if (sod.signed_data) signers = sod.signed_data->verify(certificates_apart(*sod.signed_data, stores, apart));
    std::vector<SodReport> reports;
    reports.reserve(stores.size());
    for (const crypto::TrustStore* const trust : stores) {
        reports.push_back(SodVerifier{*trust, now, policy}.verify(sod, signers));
    }
    return reports;
}

}  // namespace fivestar::identity
