// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/trust_file.hpp"

#include "crypto/asn1/asn1.hpp"
#include "crypto/base/descriptor.hpp"
#include "crypto/pki/ldif.hpp"
#include "crypto/pki/pem.hpp"
#include "crypto/tlv/cursor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace fivestar::crypto {
namespace {

constexpr std::string_view pem_mark = "-----BEGIN ";
constexpr std::size_t read_size = 65536;

constexpr std::array<std::string_view, 5> pem_labels{"CERTIFICATE", "X509 CERTIFICATE", "X509 CRL", "CMS", "PKCS7"};

constexpr std::string_view authority_certificate = "cacertificate";
constexpr std::string_view branch_of_document_signers = "o=dsc";

/// Attributes of the ICAO PKD, and of directories built like it.
constexpr std::array<std::string_view, 5> pkd_attributes{"usercertificate", authority_certificate,
                                                         "certificaterevocationlist", "cscamasterlistdata",
                                                         "pkdmasterlistcontent"};

/// Opens a file without blocking, since the name may be that of a pipe.
Descriptor open_file(const TrustFolder& folder, const std::string& name) {
    return Descriptor{::openat(folder.descriptor(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
}

/// Returns the size of a regular file, or why it cannot be read. `errno` must be that of the call that opened it.
std::expected<std::size_t, Reason> size_of(const Descriptor& file) {
    struct stat status{};
    if (!file && errno == EACCES) return std::unexpected{Reason::not_permitted};
    if (!file || ::fstat(file.number(), &status) != 0) return std::unexpected{Reason::io_failure};
    if (!S_ISREG(status.st_mode)) return std::unexpected{Reason::not_a_file};
    return static_cast<std::size_t>(status.st_size);
}

/// Appends the next octets, at most `most`. Returns how many; 0 at the end, nothing on failure.
std::optional<std::size_t> read_some(const Descriptor& file, Bytes& to, std::size_t most) {
    const std::size_t before = to.size();
    to.resize(before + most);
    ssize_t got = 0;
    do {
        got = ::read(file.number(), to.data() + before, most);
    } while (got < 0 && errno == EINTR);
    to.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0) return std::nullopt;
    return static_cast<std::size_t>(got);
}

void take_pem(std::string_view text, const TrustFileVisitor& visitor) {
    const auto blocks = pem_blocks(text);
    if (!blocks) return visitor.skip(std::nullopt, reason_of(blocks.error().code));
    const auto wanted = [](const PemBlock& block) {
        return std::ranges::find(pem_labels, block.label) != pem_labels.end();
    };
    const bool several = std::ranges::count_if(*blocks, wanted) > 1;
    std::size_t count = 0;
    for (const PemBlock& block : *blocks) {
        if (!wanted(block)) continue;
        ++count;
        const auto entry = several ? std::optional{count} : std::nullopt;
        if (block.content) {
            visitor.take({kind_of_trust_object(*block.content), *block.content, entry});
        } else {
            visitor.skip(entry, reason_of(block.content.error().code));
        }
    }
    if (count == 0) visitor.skip(std::nullopt, Reason::malformed);
}

PkdPlace pkd_place(const LdifPlace& place) {
    if (has_rdn(place.entry, branch_of_document_signers)) return PkdPlace::document_signer;
    return place.attribute == authority_certificate ? PkdPlace::authority : PkdPlace::user;
}

/// Reads block by block, since the file may be larger than what should be held in memory.
void take_ldif(const Descriptor& file, Bytes& block, const TrustFileVisitor& visitor) {
    std::size_t count = 0;
    LdifReader reader{pkd_attributes, [&](const LdifPlace& place, const Result<Bytes>& value) {
                          ++count;
                          if (value) {
                              visitor.take({kind_of_trust_object(*value), *value, count, pkd_place(place)});
                          } else {
                              visitor.skip(count, reason_of(value.error().code));
                          }
                      }};
    std::size_t total = 0;
    std::optional<std::size_t> got = block.size();
    while (got && *got > 0) {
        total += *got;
        if (total > max_ldif_file_size) return visitor.skip(std::nullopt, Reason::limit_exceeded);
        reader.feed(as_text(block));
        block.clear();
        got = read_some(file, block, read_size);
    }
    if (!got) return visitor.skip(std::nullopt, Reason::io_failure);
    reader.finish();
    if (count == 0) visitor.skip(std::nullopt, Reason::malformed);
}

}  // namespace

TrustObjectKind kind_of_trust_object(ByteView der) {
    tlv::Cursor outer{der};
    auto fields = outer.enter(asn1::sequence);
    if (!fields) return TrustObjectKind::certificate;
    if (const auto type = fields->optional(asn1::object_identifier); type && *type) return TrustObjectKind::master_list;
    auto tbs = fields->enter(asn1::sequence);
    if (!tbs) return TrustObjectKind::certificate;
    // Version of either kind, or a certificate's serial number; algorithm; issuer.
    const auto version = tbs->optional(asn1::context(0));
    const auto number = tbs->optional(asn1::integer);
    const bool named = version && number && tbs->expect(asn1::sequence) && tbs->expect(asn1::sequence);
    const auto next = named ? tbs->next() : fail(ErrorCode::malformed);
    const bool time = next && (next->tag == asn1::utc_time || next->tag == asn1::generalized_time);
    return time ? TrustObjectKind::revocation_list : TrustObjectKind::certificate;
}

void read_trust_file(const TrustFolder& folder, const std::string& name, const TrustFileVisitor& visitor) {
    const Descriptor file = open_file(folder, name);
    const auto size = size_of(file);
    if (!size) return visitor.skip(std::nullopt, size.error());
    // Reads one octet more than the size, so that one read also finds the end.
    Bytes content;
    auto got = read_some(file, content, std::min(*size, read_size) + 1);
    if (got && looks_like_ldif(name, as_text(content))) return take_ldif(file, content, visitor);
    if (*size > max_trust_file_size) return visitor.skip(std::nullopt, Reason::limit_exceeded);
    while (got && *got > 0 && content.size() != *size && content.size() <= max_trust_file_size) {
        got = read_some(file, content, read_size);
    }
    if (!got) return visitor.skip(std::nullopt, Reason::io_failure);
    if (content.size() > max_trust_file_size) return visitor.skip(std::nullopt, Reason::limit_exceeded);
    const std::string_view text = as_text(content);
    if (text.find(pem_mark) != std::string_view::npos && !text.starts_with('\x30')) return take_pem(text, visitor);
    visitor.take({kind_of_trust_object(content), content, std::nullopt});
}

}  // namespace fivestar::crypto
