// SPDX-License-Identifier: Apache-2.0
#include "sim/pki/certificate_writer.hpp"

#include "crypto/primitives/digest.hpp"
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/pki/der.hpp"

#include <array>
#include <utility>

namespace fivestar::sim {
namespace {

using der::tag::context;
using der::tag::primitive;
using tlv::Writer;

constexpr std::string_view organization = "Fivestar SPECIMEN";

namespace oid {
constexpr std::string_view country = "2.5.4.6";
constexpr std::string_view locality = "2.5.4.7";
constexpr std::string_view organization_name = "2.5.4.10";
constexpr std::string_view common_name = "2.5.4.3";
constexpr std::string_view subject_key_identifier = "2.5.29.14";
constexpr std::string_view key_usage = "2.5.29.15";
constexpr std::string_view private_key_usage_period = "2.5.29.16";
constexpr std::string_view subject_alternative_name = "2.5.29.17";
constexpr std::string_view issuer_alternative_name = "2.5.29.18";
constexpr std::string_view basic_constraints = "2.5.29.19";
constexpr std::string_view crl_number = "2.5.29.20";
constexpr std::string_view crl_distribution_points = "2.5.29.31";
constexpr std::string_view authority_key_identifier = "2.5.29.35";
constexpr std::string_view document_types = "2.23.136.1.1.6.2";
}  // namespace oid

enum class Critical : bool { no, yes };

void add_attribute(Writer& name, std::string_view type, tlv::Tag form, std::string_view value) {
    name.add(der::tag::set, [&](Writer& set) {
        set.add(der::tag::sequence,
                [&](Writer& pair) { pair.raw(der::object_identifier(type)).add(form, as_bytes(value)); });
    });
}

void add_extension(Writer& extensions, std::string_view type, Critical critical, ByteView value) {
    constexpr std::array<std::uint8_t, 1> truth{0xFF};
    extensions.add(der::tag::sequence, [&](Writer& extension) {
        extension.raw(der::object_identifier(type));
        if (critical == Critical::yes) extension.add(der::tag::boolean, truth);
        extension.add(der::tag::octet_string, value);
    });
}

/// GeneralNames with a directoryName: the state code of the MRZ.
Bytes alternative_name(const Entity& entity) {
    Writer names;
    names.add(der::tag::sequence, [&](Writer& general) {
        general.add(context(4), [&](Writer& directory) {
            directory.add(der::tag::sequence, [&](Writer& name) {
                add_attribute(name, oid::locality, der::tag::printable_string, entity.state_code);
            });
        });
    });
    return std::move(names).take();
}

Bytes authority_key_identifier(const Entity& issuer) {
    return der::sequence({tlv::encode(primitive(0), key_identifier(issuer))});
}

/// KeyUsage as named bits. The first octet counts the unused bits of the last octet.
Bytes key_usage(CertificateRole role) {
    constexpr std::array<std::uint8_t, 2> digital_signature{0x07, 0x80};
    constexpr std::array<std::uint8_t, 2> certificates_and_lists{0x01, 0x06};
    return tlv::encode(der::tag::bit_string,
                       role == CertificateRole::country_signer ? certificates_and_lists : digital_signature);
}

Bytes private_key_usage_period(const Validity& validity) {
    return der::sequence(
        {tlv::encode(primitive(0), as_bytes(validity.from)), tlv::encode(primitive(1), as_bytes(validity.until))});
}

Bytes distribution_point(const Entity& issuer) {
    const std::string address = "http://crl.example/" + issuer.state_code + ".crl";
    const Bytes name = tlv::encode(context(0), tlv::encode(context(0), tlv::encode(primitive(6), as_bytes(address))));
    return der::sequence({der::sequence({name})});
}

/// BasicConstraints of a CA without CAs below it.
Bytes basic_constraints() {
    constexpr std::array<std::uint8_t, 1> truth{0xFF};
    return der::sequence({tlv::encode(der::tag::boolean, truth), der::integer(0)});
}

/// The first letter of the document codes that a signer may sign (Doc 9303-12 §7.1.1.6).
Bytes document_types() {
    const Bytes types = tlv::encode(der::tag::set, [] {
        Writer set;
        set.add(der::tag::printable_string, as_bytes("I")).add(der::tag::printable_string, as_bytes("P"));
        return std::move(set).take();
    }());
    return der::sequence({der::integer(0), types});
}

Bytes extensions(const CertificateRequest& request, const Entity& subject, const Entity& issuer) {
    Writer list;
    add_extension(list, oid::authority_key_identifier, Critical::no, authority_key_identifier(issuer));
    add_extension(list, oid::subject_key_identifier, Critical::no,
                  tlv::encode(der::tag::octet_string, key_identifier(subject)));
    add_extension(list, oid::key_usage, Critical::yes, key_usage(request.role));
    add_extension(list, oid::private_key_usage_period, Critical::no, private_key_usage_period(request.validity));
    add_extension(list, oid::subject_alternative_name, Critical::no, alternative_name(subject));
    add_extension(list, oid::issuer_alternative_name, Critical::no, alternative_name(issuer));
    add_extension(list, oid::crl_distribution_points, Critical::no, distribution_point(issuer));
    if (request.role == CertificateRole::country_signer) {
        add_extension(list, oid::basic_constraints, Critical::yes, basic_constraints());
    } else {
        add_extension(list, oid::document_types, Critical::no, document_types());
    }
    return tlv::encode(der::tag::sequence, list.view());
}

/// SEQUENCE of signed part, algorithm and signature, as in certificates and revocation lists.
Result<Bytes> sign(ByteView to_be_signed, const Entity& issuer) {
    const auto signature = issuer.key.sign(issuer.algorithm, to_be_signed);
    if (!signature) return std::unexpected{signature.error()};
    return der::sequence(
        {to_be_signed, crypto::signature_algorithm_identifier(issuer.algorithm), der::bit_string(*signature)});
}

}  // namespace

Bytes distinguished_name(const Entity& entity) {
    Writer name;
    add_attribute(name, oid::country, der::tag::printable_string, entity.country);
    add_attribute(name, oid::organization_name, der::tag::utf8_string, organization);
    add_attribute(name, oid::common_name, der::tag::utf8_string, entity.common_name);
    return tlv::encode(der::tag::sequence, name.view());
}

Bytes key_identifier(const Entity& entity) {
    if (!entity.claimed_key_identifier.empty()) return entity.claimed_key_identifier;
    const Bytes info = entity.key.spki_der(entity.parameters);
    tlv::Cursor cursor = tlv::Cursor{info}.enter(der::tag::sequence).value();
    cursor.expect(der::tag::sequence).value();
    const tlv::Element bits = cursor.expect(der::tag::bit_string).value();
    return crypto::digest(crypto::DigestAlgorithm::sha1, bits.value.subspan(1));
}

Result<Bytes> write_certificate(const CertificateRequest& request, const Entity& subject, const Entity& issuer) {
    constexpr std::uint32_t version_3 = 2;
    const Bytes to_be_signed = der::sequence({
        tlv::encode(context(0), der::integer(version_3)),
        der::integer(request.serial),
        crypto::signature_algorithm_identifier(issuer.algorithm),
        distinguished_name(issuer),
        der::sequence({der::utc_time(request.validity.from), der::utc_time(request.validity.until)}),
        distinguished_name(subject),
        subject.key.spki_der(subject.parameters),
        tlv::encode(context(3), extensions(request, subject, issuer)),
    });
    return sign(to_be_signed, issuer);
}

Result<Bytes> write_revocation_list(std::uint32_t revoked_serial, const Validity& validity, const Entity& issuer) {
    constexpr std::uint32_t version_2 = 1;
    constexpr std::uint32_t number = 1;
    Writer extension_list;
    add_extension(extension_list, oid::authority_key_identifier, Critical::no, authority_key_identifier(issuer));
    add_extension(extension_list, oid::crl_number, Critical::no, der::integer(number));
    const Bytes to_be_signed = der::sequence({
        der::integer(version_2),
        crypto::signature_algorithm_identifier(issuer.algorithm),
        distinguished_name(issuer),
        der::utc_time(validity.from),
        der::utc_time(validity.until),
        der::sequence({der::sequence({der::integer(revoked_serial), der::utc_time(validity.from)})}),
        tlv::encode(context(0), tlv::encode(der::tag::sequence, extension_list.view())),
    });
    return sign(to_be_signed, issuer);
}

}  // namespace fivestar::sim
