// SPDX-License-Identifier: Apache-2.0
// The checks of a document and the verdict. Each check keeps its own outcome and reason; `verdict` applies the rules of
// docs/API.md.
#pragma once

#include "crypto/base/check_result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::identity {

/// In the order in which they are listed.
enum class CheckName : std::uint8_t {
    access,
    data_group_hashes,
    signature,
    certificate_chain,
    certificate_validity,
    revocation,
    algorithm_policy,
    chip_authenticity,
    number_check_digit,
    mrz_check_digits,
    record_consistency,
};
inline constexpr EnumNames<CheckName::record_consistency> check_names("access", "data_group_hashes", "signature",
                                                                      "certificate_chain", "certificate_validity",
                                                                      "revocation", "algorithm_policy",
                                                                      "chip_authenticity", "number_check_digit",
                                                                      "mrz_check_digits", "record_consistency");
inline constexpr std::size_t check_count = check_names.count;
[[nodiscard]] constexpr std::string_view to_string(CheckName name) {
    return check_names[name];
}

/// The reason that a check states. Evidence of another version may state a reason that this version does not know; then
/// its text is kept.
class ReasonCode {
  public:
    ReasonCode(Reason reason = Reason::none) : reason_(reason) {}

    [[nodiscard]] static ReasonCode parse(std::string_view text);

    [[nodiscard]] bool empty() const { return to_string(*this).empty(); }

    friend std::string_view to_string(const ReasonCode& code) {
        return code.unknown_.empty() ? fivestar::to_string(code.reason_) : std::string_view{code.unknown_};
    }
    friend bool operator==(const ReasonCode&, const ReasonCode&) = default;

  private:
    Reason reason_;
    std::string unknown_ = {};
};

struct Check {
    CheckName name = CheckName::access;
    Outcome outcome = Outcome::not_performed;
    std::string method = {};                     ///< `bac`, `ecdsa-sha256`; empty where there is none
    ReasonCode reason = {};                      ///< empty if passed
    std::vector<ReasonCode> findings = {};       ///< everything reported, the `reason` included
    std::vector<std::uint8_t> data_groups = {};  ///< `data_group_hashes`: the numbers whose hash was compared and equal
    std::optional<Outcome> at_signing = {};      ///< `certificate_validity`: the same for the signing time

    // A failure is final; otherwise the last call counts.
    void pass(std::string_view how = {});
    /// Reports a finding. Its class (docs/TRUST.md) decides: the check failed, is not performed, or stays as it is.
    void report(Reason why);
    /// Adds a finding that changes no outcome, whatever its class: a cause beside the reason.
    void note(const ReasonCode& what);
    /// Fails because the configured policy does not accept what was remarked. That disproves nothing.
    void refuse(Reason why);
    /// Takes another's word for an outcome that is not passed. It may have a reason that this version does not know.
    void restate(Outcome stated, const ReasonCode& why);
};

/// Holds all checks; at first none is performed.
class Verification {
  public:
    Verification();
    [[nodiscard]] Check& operator[](CheckName name) { return checks_[static_cast<std::size_t>(name)]; }
    [[nodiscard]] const Check& operator[](CheckName name) const { return checks_[static_cast<std::size_t>(name)]; }
    [[nodiscard]] const std::array<Check, check_count>& checks() const { return checks_; }

    /// The chip's authenticity can be proved: the verified EF.SOD lists DG14 or DG15, or PACE-CAM is announced.
    bool chip_authenticity_offered = false;
    std::optional<std::string> sam_id = {};  ///< number of the module that read the card

  private:
    std::array<Check, check_count> checks_;
};

/// `emrtd`: ICAO Doc 9303 LDS1. `lds`: the five-star LDS profile. `sam`: read through a security module.
enum class Profile : std::uint8_t { emrtd, lds, sam };
inline constexpr EnumNames<Profile::sam> profile_names("emrtd", "lds", "sam");
[[nodiscard]] constexpr std::string_view to_string(Profile profile) {
    return profile_names[profile];
}

enum class Verdict : std::uint8_t { genuine, unverified, not_genuine };
inline constexpr EnumNames<Verdict::not_genuine> verdict_names("genuine", "unverified", "not_genuine");
[[nodiscard]] constexpr std::string_view to_string(Verdict verdict) {
    return verdict_names[verdict];
}

[[nodiscard]] Verdict verdict(Profile profile, const Verification& verification);

}  // namespace fivestar::identity
