// SPDX-License-Identifier: Apache-2.0
// LDIF (RFC 2849), the format of the ICAO PKD. Reads the values of some attributes from files of a hundred megabytes
// without holding the whole file.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace fivestar::crypto {

/// Most characters of an entry's name; a longer one is not read.
inline constexpr std::size_t max_ldif_entry_name = 4096;
/// Most octets of one value; the largest real ones are master lists of one megabyte.
inline constexpr std::size_t max_ldif_value = std::size_t{16} * 1024 * 1024;

/// The place of a value; borrowed for the call.
struct LdifPlace {
    std::string_view attribute;  ///< in lower case, without options
    std::string_view entry;      ///< the distinguished name (RFC 4514); empty without one that is read
};

/// True if `rdn`, in lower case, is one of the RDNs of the name: `o=dsc` in `cn=C\=XU\,O\=dsc+sn=1,o=DSC,c=XU`.
[[nodiscard]] bool has_rdn(std::string_view name, std::string_view rdn);

class LdifReader {
  public:
    /// Called with each value of a wanted attribute. `malformed` if it is not base64, `limit_exceeded` past
    /// `max_ldif_value`.
    using Take = std::function<void(const LdifPlace& place, Result<Bytes> value)>;

    /// `wanted`: attribute names in lower case without options (`usercertificate` for `userCertificate;binary::`);
    /// what they point to must outlive this.
    LdifReader(std::span<const std::string_view> wanted, Take take) : wanted_(wanted), take_(std::move(take)) {}

    /// Reads the next part of the file, of any length. Holds one value at most. Takes base64 values (`name:: …`) only;
    /// comments, plain values and URLs are skipped, and URLs are never followed.
    void feed(std::string_view part);

    /// The file has ended.
    void finish();

  private:
    enum class State : std::uint8_t { name, kind, value, too_long, entry_kind, entry, entry_in_base64, passed_over };

    void add(std::string_view piece);
    void add_to_name(char character);
    void add_to_entry(std::string_view piece);
    [[nodiscard]] std::string_view attribute() const;
    void end_line();

    std::span<const std::string_view> wanted_;
    Take take_;
    State state_ = State::name;
    bool at_line_start_ = true;
    std::string name_;
    std::string value_;  // base64, with what folding left of white space; or the name of an entry
    std::string entry_;
};

/// True if the file is LDIF, going by its name and its first octets.
[[nodiscard]] bool looks_like_ldif(std::string_view file_name, std::string_view beginning);

}  // namespace fivestar::crypto
