// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/security_object.hpp"

#include "crypto/asn1/algorithm_identifier.hpp"

#include <algorithm>
#include <optional>

namespace fivestar::identity {
namespace {

constexpr tlv::Tag integer = 0x02;
constexpr tlv::Tag octet_string = 0x04;
constexpr tlv::Tag printable_string = 0x13;
constexpr tlv::Tag hash_sequence = 0x30;
constexpr std::size_t max_entries = 64;

/// An INTEGER of one octet; nullopt for any other element.
std::optional<unsigned> small_number(const tlv::Element& element) {
    if (element.tag != integer || element.value.size() != 1 || element.value[0] > 0x7F) return std::nullopt;
    return element.value[0];
}

/// DataGroupHash ::= SEQUENCE { dataGroupNumber, dataGroupHashValue }
void read_hash(const tlv::Element& element, SecurityObject& object) {
    tlv::Cursor entry{element.value};
    const auto first = entry.next();
    const auto number = element.tag == hash_sequence && first ? small_number(*first) : std::nullopt;
    if (!number) {
        object.has_unreadable_entry = true;
        return add_finding(object.findings, Reason::hash_entry_malformed);
    }
    // A number that no group of LDS1 has lists a file of which nothing is known.
    if (!data_group_tag(*number)) return add_finding(object.findings, Reason::hash_entry_malformed);
    const auto hash = entry.next();
    const bool good = hash && hash->tag == octet_string && hash->value.size() == crypto::digest_size(object.digest);
    const auto group = static_cast<DataGroupNumber>(*number);
    const auto [listed, is_first] = object.hashes.emplace(group, good ? copy(hash->value) : Bytes{});
    // Two hashes for one data group would let the reader decide which counts.
    if (!is_first && !(good && std::ranges::equal(listed->second, hash->value))) listed->second.clear();
    if (!good || !is_first || !entry.at_end()) add_finding(object.findings, Reason::hash_entry_malformed);
}

void read_hashes(ByteView octets, SecurityObject& object) {
    tlv::Cursor list{octets};
    for (std::size_t count = 0; !list.at_end(); ++count) {
        const auto element = list.next();
        if (!element || count == max_entries) {
            object.has_unreadable_entry = true;
            return add_finding(object.findings, Reason::hash_entry_malformed);
        }
        read_hash(*element, object);
    }
}

/// LDSVersionInfo ::= SEQUENCE { ldsVersion, unicodeVersion }
bool is_version_info(const tlv::Element& element) {
    tlv::Cursor info{element.value};
    return element.tag == hash_sequence && info.expect(printable_string) && info.expect(printable_string) &&
           info.at_end();
}

/// Reads what follows the hash list, which version 1 alone has.
void read_rest(tlv::Cursor rest, std::optional<unsigned> version, SecurityObject& object) {
    const bool expected = version == 1U;
    if (rest.at_end()) {
        if (expected) add_finding(object.findings, Reason::security_object_version);
        return;
    }
    const auto info = rest.next();
    if (!expected || !info || !is_version_info(*info) || !rest.at_end()) {
        add_finding(object.findings, Reason::security_object_malformed);
    }
}

}  // namespace

Result<SecurityObject> parse_security_object(ByteView content) {
    tlv::Cursor outer{content};
    auto fields = outer.enter(hash_sequence);
    if (!fields) return std::unexpected{fields.error()};

    SecurityObject object;
    if (!outer.at_end()) add_finding(object.findings, Reason::security_object_malformed);
    // LDSSecurityObject ::= SEQUENCE { version, hashAlgorithm, dataGroupHashValues, ldsVersionInfo }
    std::optional<unsigned> version;
    for (std::size_t count = 0;; ++count) {
        const auto algorithm = crypto::read_algorithm_identifier(*fields);
        if (algorithm) {
            const auto digest = crypto::digest_algorithm(*algorithm);
            if (!digest) return std::unexpected{digest.error()};
            object.digest = *digest;
            break;
        }
        const auto element = fields->next();
        if (!element || count == max_entries) return fail(ErrorCode::malformed);
        const auto number = small_number(*element);
        if (!number || version) add_finding(object.findings, Reason::security_object_malformed);
        if (!version) version = number;
    }
    if (!version || *version > 1) add_finding(object.findings, Reason::security_object_version);
    const auto list = fields->expect(hash_sequence);
    if (!list) return std::unexpected{list.error()};
    read_hashes(list->value, object);
    const bool comparable =
        std::ranges::any_of(object.hashes, [](const auto& listed) { return !listed.second.empty(); });
    if (!comparable) return fail(ErrorCode::malformed);
    read_rest(*fields, version, object);
    return object;
}

}  // namespace fivestar::identity
