// SPDX-License-Identifier: Apache-2.0
// The decoded data groups of one document. What is absent is not on the chip, was not asked for, or could not be
// decoded; the last is a finding, never the end of a read.
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

/// Decodes the files that were read. DG13 only in the LDS profile: everywhere else it is the issuer's own.
[[nodiscard]] DocumentGroups decode_groups(std::span<const DataGroupFile> files, Profile profile,
                                           std::chrono::year_month_day today);

/// The groups of a card that is one text record; the errors of parse_national_text.
[[nodiscard]] Result<DocumentGroups> decode_text(ByteView cn_text);

}  // namespace fivestar::identity
