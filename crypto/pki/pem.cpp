// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/pem.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <string>

namespace fivestar::crypto {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view dashes = "-----";
constexpr std::size_t line_octets = 48;  // 64 characters

/// The label of a boundary whose mark has been found at `at`; moves `at` behind it.
Result<std::string_view> take_label(std::string_view text, std::string_view mark, std::size_t& at) {
    const std::size_t start = at + mark.size();
    const std::size_t end = text.find(dashes, start);
    const std::size_t line_end = text.find('\n', start);
    if (end == std::string_view::npos || end > line_end) return fail(ErrorCode::malformed);
    at = end + dashes.size();
    return text.substr(start, end - start);
}

template <class Text>
Text block(std::string_view label, ByteView content) {
    const auto boundary = [&](std::string_view mark) { return std::string{mark}.append(label).append("-----\n"); };
    Text text{boundary(begin_mark)};
    for (std::size_t at = 0; at < content.size(); at += line_octets) {
        std::string line = to_base64(content.subspan(at, std::min(line_octets, content.size() - at)));
        text.append(line);
        text.push_back('\n');
        zeroize(line.data(), line.size());
    }
    text.append(boundary(end_mark));
    return text;
}

}  // namespace

Result<std::vector<PemBlock>> pem_blocks(std::string_view text) {
    std::vector<PemBlock> blocks;
    for (std::size_t at = text.find(begin_mark); at != std::string_view::npos; at = text.find(begin_mark, at)) {
        if (blocks.size() == max_pem_blocks) return fail(ErrorCode::limit_exceeded);
        const auto label = take_label(text, begin_mark, at);
        if (!label) return std::unexpected{label.error()};
        const std::size_t body = at;
        at = text.find(end_mark, body);
        if (at == std::string_view::npos) return fail(ErrorCode::malformed);
        const std::size_t body_end = at;
        const auto end_label = take_label(text, end_mark, at);
        if (!end_label || *end_label != *label) return fail(ErrorCode::malformed);
        blocks.emplace_back(*label, from_base64(text.substr(body, body_end - body)));
    }
    return blocks;
}

std::string public_pem_text(std::string_view label, ByteView content) {
    return block<std::string>(label, content);
}

SecretText pem_text(std::string_view label, const SecretBytes& content) {
    return block<SecretText>(label, content);
}

}  // namespace fivestar::crypto
