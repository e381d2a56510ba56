// SPDX-License-Identifier: Apache-2.0
// The decoded data groups of one document. A group is absent if the chip lacks it, if it was not requested, or if it
// could not be decoded, which is a finding and does not end the read.
#pragma once

#include "identity/china/national_text.hpp"
#include "identity/lds/dg11.hpp"
#include "identity/lds/dg12.hpp"
#include "identity/mrz/mrz.hpp"
#include "identity/portrait.hpp"
#include "identity/verification/passive_authentication.hpp"
#include "identity/verification/verification.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace fivestar::identity {

struct DocumentGroups {
    std::optional<Mrz> mrz = {};
    std::optional<Portrait> portrait = {};
    std::optional<Dg11> dg11 = {};
    std::optional<Dg12> dg12 = {};
    std::optional<NationalText> text = {};      ///< LDS profile: DG13; SAM: the text the module read
    std::optional<PersonalBytes> cn_text = {};  ///< its 256 octets, kept even when they cannot be decoded
    std::vector<Reason> findings = {};          ///< `dg2_malformed`, `text_unknown_kind` and those of the groups
};

/// Decodes the files that were read; DG13 only in the LDS profile, since elsewhere its content is up to the issuer.
[[nodiscard]] DocumentGroups decode_groups(std::span<const DataGroupFile> files, Profile profile,
                                           std::chrono::year_month_day today);

/// Returns the groups of a card that is one text record. Errors: those of parse_national_text.
[[nodiscard]] Result<DocumentGroups> decode_text(ByteView cn_text);

}  // namespace fivestar::identity
