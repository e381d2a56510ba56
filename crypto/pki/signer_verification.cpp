// SPDX-License-Identifier: Apache-2.0
// Implements SignedData::verify.
#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/asn1/asn1.hpp"
#include "crypto/asn1/asn1_time.hpp"
#include "crypto/asn1/object_identifier.hpp"
#include "crypto/pki/signed_data.hpp"
#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace fivestar::crypto {
namespace {

constexpr std::string_view content_type_oid = "1.2.840.113549.1.9.3";
constexpr std::string_view message_digest_oid = "1.2.840.113549.1.9.4";
constexpr std::string_view signing_time_oid = "1.2.840.113549.1.9.5";
constexpr std::size_t max_attributes = 32;

/// The signed attributes that are used.
struct Attributes {
    std::optional<std::string> content_type;
    std::optional<Bytes> message_digest;
    std::optional<WallTime> signing_time;
    std::vector<Reason> findings;
    bool ambiguous = false;  ///< one on which the signature rests is there twice
};

/// The value of a signing time proves nothing that a verdict rests on.
void read_signing_time(const tlv::Element& value, bool single, Attributes& attributes) {
    const auto time = asn1_time(value);
    if (!single || !is_cms_time(value) || attributes.signing_time) {
        add_finding(attributes.findings, Reason::signing_time_malformed);
    }
    if (time && !attributes.signing_time) attributes.signing_time = *time;
}

/// RFC 5652 §11.1, §11.2: these are there once, with one value; without that they bind nothing to the content.
void read_binding(std::string_view oid, const tlv::Element& value, bool single, Attributes& attributes) {
    if (oid == content_type_oid) {
        attributes.ambiguous = attributes.ambiguous || attributes.content_type || !single;
        Result<std::string> text = fail(ErrorCode::malformed);
        if (value.tag == asn1::object_identifier) text = oid_text(value.value);
        if (!text) return add_finding(attributes.findings, Reason::signed_attribute_malformed);
        attributes.content_type = std::move(*text);
    } else {
        attributes.ambiguous = attributes.ambiguous || attributes.message_digest || !single;
        if (value.tag != asn1::octet_string)
            return add_finding(attributes.findings, Reason::signed_attribute_malformed);
        attributes.message_digest = copy(value.value);
    }
}

/// Attribute ::= SEQUENCE { attrType, SET OF value }; false if it is none.
bool read_attribute(const tlv::Element& element, Attributes& attributes) {
    if (element.tag != asn1::sequence) return false;
    tlv::Cursor attribute{element.value};
    const auto type = attribute.expect(asn1::object_identifier);
    auto values = attribute.enter(asn1::set);
    if (!type || !values || !attribute.at_end()) return false;
    const auto oid = oid_text(type->value);
    const auto value = values->next();
    if (!oid || !value) return false;
    // Zeros behind the value are no second value.
    const bool single = all_zero(values->rest());
    if (*oid == signing_time_oid) {
        read_signing_time(*value, single, attributes);
    } else if (*oid == content_type_oid || *oid == message_digest_oid) {
        read_binding(*oid, *value, single, attributes);
    }
    return values->at_end() || !single;
}

/// SET OF Attribute, each by itself.
Attributes read_attributes(ByteView set) {
    Attributes attributes;
    tlv::Cursor outer{set};
    auto elements = outer.enter(asn1::set);
    if (!elements) return attributes;
    for (std::size_t count = 0; !elements->at_end(); ++count) {
        const auto element = elements->next();
        if (!element || count == max_attributes || !read_attribute(*element, attributes)) {
            add_finding(attributes.findings, Reason::signed_attribute_malformed);
        }
        if (!element || count == max_attributes) break;
    }
    return attributes;
}

/// Sorts the attributes as DER requires of a SET OF (X.690 §11.6). Some signers sign that order and send another.
Bytes in_der_order(ByteView set) {
    std::vector<ByteView> elements;
    tlv::Cursor outer{set};
    if (auto cursor = outer.enter(asn1::set)) {
        while (const auto element = cursor->next()) elements.push_back(element->whole);
    }
    std::ranges::sort(elements,
                      [](ByteView left, ByteView right) { return std::ranges::lexicographical_compare(left, right); });
    Bytes sorted;
    for (const ByteView element : elements) append(sorted, element);
    return tlv::encode(asn1::set, sorted);
}

std::optional<DigestAlgorithm> stated_digest(const SignerInfo& signer) {
    const auto identifier = parse_algorithm_identifier(signer.digest_algorithm_der);
    if (!identifier) return std::nullopt;
    const auto digest = digest_algorithm(*identifier);
    return digest ? std::optional{*digest} : std::nullopt;
}

/// Compares messageDigest and contentType with the content, and takes the signing time.
void check_attributes(const SignedData& data, const SignerInfo& signer, SignerReport& report) {
    if (!signer.signed_attributes) {
        report.message_digest = CheckResult::of(Reason::no_signed_attributes);
        return;
    }
    const Attributes attributes = read_attributes(*signer.signed_attributes);
    report.findings = attributes.findings;
    if (attributes.ambiguous || !attributes.message_digest || !attributes.content_type) {
        // The missing attribute may be among those that could not be read.
        const bool unread =
            !attributes.ambiguous &&
            std::ranges::find(attributes.findings, Reason::signed_attribute_malformed) != attributes.findings.end();
        report.message_digest = unread ? CheckResult::of(Reason::signed_attributes_unreadable)
                                       : CheckResult::of(Reason::signed_attributes_incomplete);
        return;
    }
    report.signing_time = attributes.signing_time;
    if (!report.digest) {
        report.message_digest = CheckResult::of(Reason::unsupported_algorithm);
    } else if (digest(*report.digest, data.content) != *attributes.message_digest) {
        report.message_digest = CheckResult::of(Reason::message_digest_mismatch);
    } else if (*attributes.content_type != data.content_type) {
        report.message_digest = CheckResult::of(Reason::content_type_mismatch);
    } else {
        report.message_digest = CheckResult::passed();
    }
}

/// Sets `algorithm` to the one that verified.
CheckResult check_signature(const SignedData& data, const SignerInfo& signer, SignatureAlgorithm& algorithm,
                            const Result<PublicKey>& key) {
    if (!key) return CheckResult::of(Reason::unsupported_key);
    const ByteView covered = signer.signed_attributes ? ByteView{*signer.signed_attributes} : ByteView{data.content};
    auto verified = key->verify_either_id(algorithm, covered, signer.signature);
    if (!verified && verified.error().code == ErrorCode::signature_mismatch && signer.signed_attributes) {
        const Bytes sorted = in_der_order(covered);
        if (!std::ranges::equal(sorted, covered)) verified = key->verify_either_id(algorithm, sorted, signer.signature);
    }
    if (verified) {
        algorithm = *verified;
        return CheckResult::passed();
    }
    return verified.error().code == ErrorCode::signature_mismatch ? CheckResult::of(Reason::signature_mismatch)
                                                                  : CheckResult::of(Reason::unsupported_algorithm);
}

/// Tries the certificates that the signer identifier names until one verifies the signature.
void try_certificates(const SignedData& data, const SignerInfo& signer, std::span<const Certificate> certificates,
                      SignerReport& report) {
    for (const Certificate& certificate : certificates) {
        if (!names(signer.identifier, certificate)) continue;
        const auto key = certificate.public_key();
        const CheckResult result = report.algorithm ? check_signature(data, signer, *report.algorithm, key)
                                                    : CheckResult::of(Reason::unsupported_algorithm);
        if (report.certificate && result.outcome != Outcome::passed) continue;
        report.certificate = certificate;
        report.key = key ? std::optional{*key} : std::nullopt;
        report.signature = result;
        if (result.outcome == Outcome::passed) return;
    }
}

SignerReport verify_signer(const SignedData& data, const SignerInfo& signer, std::span<const Certificate> apart) {
    SignerReport report;
    report.digest = stated_digest(signer);
    if (const auto algorithm = parse_signature_algorithm(signer.signature_algorithm_der, report.digest)) {
        report.algorithm = *algorithm;
    }
    check_attributes(data, signer, report);
    report.signature = CheckResult::of(data.has_unreadable_certificate ? Reason::signer_certificate_unreadable
                                                                       : Reason::signer_certificate_missing);
    for (const std::span<const Certificate> certificates : {std::span{data.certificates}, apart}) {
        if (report.signature.outcome != Outcome::passed) try_certificates(data, signer, certificates, report);
    }
    // A valid signature over attributes of another content proves nothing.
    if (report.signature.outcome == Outcome::passed && signer.signed_attributes) {
        report.signature = report.message_digest;
    }
    return report;
}

}  // namespace

bool names(const SignerIdentifier& identifier, const Certificate& certificate) {
    if (const auto* const both = std::get_if<IssuerAndSerial>(&identifier)) {
        return both->issuer.matches(certificate.issuer) && serial_key(both->serial) == serial_key(certificate.serial);
    }
    return std::get<Bytes>(identifier) == certificate.key_identifier();
}

std::vector<SignerReport> SignedData::verify(std::span<const Certificate> apart) const {
    std::vector<SignerReport> reports;
    reports.reserve(signers.size());
    for (const SignerInfo& signer : signers) reports.push_back(verify_signer(*this, signer, apart));
    return reports;
}

}  // namespace fivestar::crypto
