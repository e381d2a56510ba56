// SPDX-License-Identifier: Apache-2.0
#include "sim/documents/security_object.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/pki/der.hpp"

#include <algorithm>
#include <vector>

namespace fivestar::sim {
namespace {

using der::tag::context;
using der::tag::primitive;
using tlv::Writer;

constexpr tlv::Tag security_object_file = 0x77;

namespace oid {
constexpr std::string_view signed_data = "1.2.840.113549.1.7.2";
constexpr std::string_view content_type = "1.2.840.113549.1.9.3";
constexpr std::string_view message_digest = "1.2.840.113549.1.9.4";
constexpr std::string_view signing_time = "1.2.840.113549.1.9.5";
constexpr std::string_view lds_security_object = "2.23.136.1.1.1";
constexpr std::string_view security_infos = "0.4.0.127.0.7.3.2.1";  // id-SecurityObject of BSI TR-03110-3 §A.1.2.5
}  // namespace oid

/// LDSSecurityObject, version 0 (Doc 9303-10 §4.6.2.3).
Bytes lds_security_object(crypto::DigestAlgorithm digest, const std::map<unsigned, Bytes>& data_groups) {
    Writer hashes;
    for (const auto& [number, content] : data_groups) {
        hashes.raw(der::sequence(
            {der::integer(number), tlv::encode(der::tag::octet_string, crypto::digest(digest, content))}));
    }
    return der::sequence(
        {der::integer(0), crypto::digest_algorithm_identifier(digest), tlv::encode(der::tag::sequence, hashes.view())});
}

Bytes attribute(std::string_view type, ByteView value) {
    return der::sequence({der::object_identifier(type), tlv::encode(der::tag::set, value)});
}

/// The elements of the SET OF signed attributes, in DER order.
Bytes signed_attributes(const SecurityObjectRequest& request, std::string_view content_type, ByteView content) {
    std::vector<Bytes> attributes{
        attribute(oid::content_type, der::object_identifier(content_type)),
        attribute(oid::message_digest, tlv::encode(der::tag::octet_string, crypto::digest(request.digest, content))),
        attribute(oid::signing_time, der::utc_time(request.signing_time)),
    };
    std::ranges::sort(attributes);
    Bytes joined;
    for (const Bytes& each : attributes) append(joined, each);
    return joined;
}

Bytes signer_identifier(const SecurityObjectRequest& request, const Entity& signer) {
    if (request.reference == SignerReference::key_identifier) {
        return tlv::encode(primitive(0), key_identifier(signer));
    }
    return der::sequence({request.issuer_name, der::integer(request.serial)});
}

Result<Bytes> signer_info(const SecurityObjectRequest& request, const Entity& signer, std::string_view content_type,
                          ByteView content) {
    const Bytes attributes = signed_attributes(request, content_type, content);
    // Signed as SET OF, encoded as [0] (RFC 5652 §5.4).
    const auto signature = signer.key.sign(signer.algorithm, tlv::encode(der::tag::set, attributes));
    if (!signature) return std::unexpected{signature.error()};
    const std::uint32_t version = request.reference == SignerReference::key_identifier ? 3 : 1;
    return der::sequence({der::integer(version), signer_identifier(request, signer),
                          crypto::digest_algorithm_identifier(request.digest), tlv::encode(context(0), attributes),
                          crypto::signature_algorithm_identifier(signer.algorithm),
                          tlv::encode(der::tag::octet_string, *signature)});
}

/// ContentInfo with SignedData.
Result<Bytes> sign_content(const SecurityObjectRequest& request, const Entity& signer, std::string_view content_type,
                           ByteView content) {
    constexpr std::uint32_t version_3 = 3;
    const auto info = signer_info(request, signer, content_type, content);
    if (!info) return info;
    const Bytes signed_data = der::sequence({
        der::integer(version_3),
        tlv::encode(der::tag::set, crypto::digest_algorithm_identifier(request.digest)),
        der::sequence({der::object_identifier(content_type),
                       tlv::encode(context(0), tlv::encode(der::tag::octet_string, content))}),
        tlv::encode(context(0), request.certificate),
        tlv::encode(der::tag::set, *info),
    });
    return der::sequence({der::object_identifier(oid::signed_data), tlv::encode(context(0), signed_data)});
}

}  // namespace

Result<Bytes> write_security_object(const SecurityObjectRequest& request, const Entity& signer,
                                    const std::map<unsigned, Bytes>& data_groups) {
    const auto content_info =
        sign_content(request, signer, oid::lds_security_object, lds_security_object(request.digest, data_groups));
    if (!content_info) return content_info;
    return tlv::encode(security_object_file, *content_info);
}

Result<Bytes> write_card_security(const SecurityObjectRequest& request, const Entity& signer, ByteView security_infos) {
    return sign_content(request, signer, oid::security_infos, security_infos);
}

}  // namespace fivestar::sim
