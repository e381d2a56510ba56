// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/master_list.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/pki/chain_search.hpp"
#include "crypto/tlv/cursor.hpp"

#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::string_view master_list_oid = "2.23.136.1.1.2";

/// Returns the first objection to the signatures; `none` if all are valid and their signers trusted.
Reason objection(const SignedData& data, const std::vector<SignerReport>& reports, const MasterListSigners& signers,
                 WallTime now) {
    if (data.has_unreadable_signer) return Reason::signer_info_malformed;
    for (const SignerReport& report : reports) {
        if (report.signature.outcome != Outcome::passed) return report.signature.reason;
        if (report.algorithm && report.algorithm->scheme == SignatureScheme::sm2_empty_id) return Reason::sm2_empty_id;
        if (const Reason why = signers.objection(report, data, now); why != Reason::none) return why;
    }
    return Reason::none;
}

}  // namespace

void MasterListSigners::add(Certificate certificate) {
    named_.insert(certificate.fingerprint());
    if (certificate.basic_constraints && certificate.basic_constraints->ca) {
        static_cast<void>(authorities_.add_anchor(std::move(certificate)));
    }
}

Reason MasterListSigners::objection(const SignerReport& signer, const SignedData& data, WallTime now) const {
    if (!signer.certificate) return Reason::signer_unknown;
    const Certificate& certificate = *signer.certificate;
    const WallTime at = signer.signing_time.value_or(now);
    const ChainReport report =
        authorities_.verify_chain(certificate, data.certificates, now, at, ChainPurpose::master_list_signer);
    if (report.revocation.outcome == Outcome::failed) return report.revocation.reason;
    if (named_.contains(certificate.fingerprint())) {
        if (at > certificate.not_after) return Reason::signer_expired;
        return at < certificate.not_before ? Reason::signer_not_yet_valid : Reason::none;
    }
    if (report.chain.reason == Reason::issuer_unknown) return Reason::signer_unknown;
    if (report.chain.outcome != Outcome::passed) return report.chain.reason;
    for (const AlgorithmUse& use : report.algorithms) {
        if (use.algorithm.scheme == SignatureScheme::sm2_empty_id) return Reason::sm2_empty_id;
    }
    return report.at_signing.result.reason;
}

Result<std::vector<ByteView>> master_list_certificates(ByteView content) {
    auto fields = tlv::only(content, asn1::sequence);
    if (!fields) return fail(ErrorCode::malformed);
    const auto version = asn1::read_small_integer(*fields);
    if (!version) return std::unexpected{version.error()};
    if (*version != 0) return fail(ErrorCode::unsupported);
    auto list = fields->enter(asn1::set);
    if (!list || !fields->at_end()) return fail(ErrorCode::malformed);
    std::vector<ByteView> certificates;
    while (!list->at_end()) {
        if (certificates.size() == max_master_list_certificates) return fail(ErrorCode::limit_exceeded);
        const auto certificate = list->expect(asn1::sequence);
        if (!certificate) return std::unexpected{certificate.error()};
        certificates.push_back(certificate->whole);
    }
    return certificates;
}

std::expected<MasterList, Reason> open_master_list(ByteView content_info, const MasterListSigners& signers,
                                                   WallTime now) {
    auto data = SignedData::parse(content_info, max_master_list_size);
    if (!data) return std::unexpected{reason_of(data.error().code)};
    if (data->content_type != master_list_oid) return std::unexpected{Reason::not_a_master_list};
    const std::vector<SignerReport> reports = data->verify();
    if (const Reason why = objection(*data, reports, signers, now); why != Reason::none) return std::unexpected{why};
    const SignerReport& signer = reports.front();
    if (!signer.certificate) return std::unexpected{Reason::signer_unknown};
    const Certificate& certificate = *signer.certificate;
    MasterList list{.content = std::move(data->content),
                    .certificates = {},
                    .country = certificate.subject.country,
                    .signer_fingerprint = certificate.fingerprint(),
                    .signed_at = signer.signing_time};
    auto certificates = master_list_certificates(list.content);
    if (!certificates) return std::unexpected{reason_of(certificates.error().code)};
    list.certificates = std::move(*certificates);
    return list;
}

}  // namespace fivestar::crypto
