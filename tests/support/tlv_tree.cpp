// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tlv_tree.hpp"

#include <stdexcept>
#include <utility>

namespace fivestar::test {
namespace {

constexpr std::uint8_t constructed_bit = 0x20;
constexpr std::uint8_t long_tag_bits = 0x1F;

// Written apart from crypto/tlv, whose errors must not hide in the expectations.

std::size_t tag_size(ByteView octets) {
    std::size_t size = 1;
    if ((octets[0] & long_tag_bits) != long_tag_bits) return size;
    while (size < octets.size() && (octets[size] & 0x80U) != 0) ++size;
    return size + 1;
}

/// Takes the first data object off the octets; false if they begin with none.
bool take(ByteView& octets, TlvNode& node);

/// True if the octets consist of data objects.
bool take_all(ByteView octets, std::vector<TlvNode>& nodes) {
    while (!octets.empty()) {
        if (!take(octets, nodes.emplace_back())) return false;
    }
    return true;
}

bool take(ByteView& octets, TlvNode& node) {
    const std::size_t tag = tag_size(octets);
    if (tag >= octets.size()) return false;
    std::size_t header = tag + 1;
    std::size_t length = octets[tag];
    if (length >= 0x80) {
        header += length & 0x7FU;
        if (length == 0x80 || header > octets.size() || header > tag + 5) return false;
        length = 0;
        for (std::size_t at = tag + 1; at < header; ++at) length = length << 8 | octets[at];
    }
    if (header + length > octets.size()) return false;
    node.tag = copy(octets.first(tag));
    const ByteView value = octets.subspan(header, length);
    octets = octets.subspan(header + length);
    if ((node.tag[0] & constructed_bit) == 0 || !take_all(value, node.children)) {
        node.children.clear();
        node.value = copy(value);
    }
    return true;
}

Bytes with_length(ByteView tag, std::size_t length, ByteView value) {
    Bytes octets = copy(tag);
    if (length < 0x80) {
        octets.push_back(static_cast<std::uint8_t>(length));
    } else if (length < 0x100) {
        octets.push_back(0x81);
        octets.push_back(static_cast<std::uint8_t>(length));
    } else {
        octets.push_back(0x82);
        octets.push_back(static_cast<std::uint8_t>(length >> 8));
        octets.push_back(static_cast<std::uint8_t>(length));
    }
    append(octets, value);
    return octets;
}

void change_child(std::vector<TlvNode>& siblings, std::size_t at, TlvChange change) {
    const auto place = siblings.begin() + static_cast<std::ptrdiff_t>(at);
    TlvNode& node = *place;
    switch (change) {
        case TlvChange::unknown: {
            const bool constructed = (node.tag[0] & constructed_bit) != 0;
            node.tag = constructed ? Bytes{0x7F, 0x7D} : Bytes{0x5F, 0x7D};
            return;
        }
        case TlvChange::broken:
            node.verbatim = with_length(node.tag, 0xFFFF, node.content());
            return;
        case TlvChange::empty:
            node.children.clear();
            node.value.clear();
            return;
        case TlvChange::doubled:
            siblings.insert(place, TlvNode{node});
            return;
        case TlvChange::moved: {
            TlvNode moved = std::move(node);
            siblings.erase(place);
            siblings.push_back(std::move(moved));
            return;
        }
        case TlvChange::trailing:
            node.verbatim = node.encoded();
            node.verbatim.insert(node.verbatim.end(), 4, 0x00);
            return;
    }
}

void collect_paths(const TlvNode& node, const TlvPath& path, std::vector<TlvPath>& paths) {
    for (std::size_t child = 0; child < node.children.size(); ++child) {
        TlvPath inner = path;
        inner.push_back(child);
        paths.push_back(inner);
        collect_paths(node.children[child], inner, paths);
    }
}

}  // namespace

Bytes TlvNode::content() const {
    if (children.empty()) return value;
    Bytes octets;
    for (const TlvNode& child : children) append(octets, child.encoded());
    return octets;
}

Bytes TlvNode::encoded() const {
    if (!verbatim.empty()) return verbatim;
    const Bytes octets = content();
    return with_length(tag, octets.size(), octets);
}

void TlvNode::open() {
    if (!take_all(value, children) || children.empty()) throw std::invalid_argument{"no data objects"};
    value.clear();
}

TlvNode parse_tlv(ByteView file) {
    TlvNode node;
    if (file.empty() || !take(file, node) || !file.empty()) throw std::invalid_argument{"not one data object"};
    return node;
}

TlvNode& node_at(TlvNode& root, const TlvPath& path) {
    TlvNode* node = &root;
    for (const std::size_t child : path) node = &node->children.at(child);
    return *node;
}

void for_each_tlv_change(
    const TlvNode& root,
    const std::function<void(const TlvNode&, const TlvPath&, TlvChange, const std::string&)>& visit) {
    std::vector<TlvPath> paths;
    collect_paths(root, {}, paths);
    for (const TlvPath& path : paths) {
        for (std::size_t number = 0; number < tlv_change_names.size(); ++number) {
            const auto change = static_cast<TlvChange>(number);
            TlvNode changed = root;
            TlvPath around = path;
            around.pop_back();
            std::vector<TlvNode>& siblings = node_at(changed, around).children;
            if (change == TlvChange::moved && path.back() + 1 == siblings.size()) continue;  // is at the end already
            change_child(siblings, path.back(), change);
            std::string what;
            for (const std::size_t child : path) what += (what.empty() ? "" : ".") + std::to_string(child);
            what += ' ';
            visit(changed, path, change, what.append(tlv_change_names.at(number)));
        }
    }
}

}  // namespace fivestar::test
