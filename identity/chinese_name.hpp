// SPDX-License-Identifier: Apache-2.0
// A name in Chinese characters as it is compared: without its encoding, its blanks and the dots between its parts.
#pragma once

#include "identity/name_folding.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::identity {

struct ChineseName {
    CodePoints characters = {};
    std::size_t units = 0;  ///< UTF-16 units of the whole text, as the text record of a card counts
    bool truncated;         ///< by a machine-readable zone

    explicit ChineseName(std::string_view text, bool by_zone = false);
};

enum class ChineseNameLikeness : std::uint8_t {
    same,
    cut,   ///< a zone cut one of them, or the field of the text record, maybe inside a surrogate pair, which left a
           ///< U+FFFD
    open,  ///< they differ at most where one has a character that says nothing: a private one, or U+FFFD
    different,
};

[[nodiscard]] ChineseNameLikeness likeness_of(const ChineseName& one, const ChineseName& other);

/// True if two Chinese names of one document are the same, of which the text record may have cut one. nullopt if a
/// character that says nothing leaves that open.
[[nodiscard]] std::optional<bool> same_chinese_names(std::string_view one, std::string_view other);

}  // namespace fivestar::identity
