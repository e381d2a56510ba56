// SPDX-License-Identifier: Apache-2.0
// A file as a tree of its data objects, and every file that differs from it at one of them. Lengths are written anew.
#pragma once

#include "crypto/base/bytes.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::test {

struct TlvNode {
    Bytes tag;
    Bytes value = {};                    ///< of a node without children
    std::vector<TlvNode> children = {};  ///< of a constructed object whose value consists of data objects
    Bytes verbatim = {};                 ///< written instead of all of these, if not empty

    [[nodiscard]] Bytes encoded() const;
    /// The octets after tag and length.
    [[nodiscard]] Bytes content() const;
    /// Replaces the value by data objects in it: of an OCTET STRING around DER, for instance. Fails the test if it
    /// consists of none.
    void open();
};

/// Parses one data object that all octets consist of. A constructed object whose value cannot be parsed has no
/// children.
[[nodiscard]] TlvNode parse_tlv(ByteView file);

/// The place of a node: the index of the child at each level, from the root.
using TlvPath = std::vector<std::size_t>;
[[nodiscard]] TlvNode& node_at(TlvNode& root, const TlvPath& path);

enum class TlvChange : std::uint8_t {
    unknown,  ///< another tag, which no standard has here
    broken,   ///< its length reaches past the end of the file
    empty,    ///< no value
    doubled,
    moved,     ///< to the end of the object around it
    trailing,  ///< followed by four zeros
};
inline constexpr std::array<std::string_view, 6> tlv_change_names{"unknown", "broken", "empty",
                                                                  "doubled", "moved",  "trailing"};

/// Calls `visit` with each changed tree: every node but the root, every change. `what` names both: `0.1.2 doubled`.
void for_each_tlv_change(const TlvNode& root,
                         const std::function<void(const TlvNode& changed, const TlvPath& path, TlvChange change,
                                                  const std::string& what)>& visit);

}  // namespace fivestar::test
