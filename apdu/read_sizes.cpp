// SPDX-License-Identifier: Apache-2.0
#include "apdu/read_sizes.hpp"

#include "apdu/secure_messaging.hpp"

#include <algorithm>
#include <array>

namespace fivestar::apdu {
namespace {

/// Octets of an answer's data field. vpcd's 16-bit frames carry at most 65,533.
constexpr std::array<std::uint32_t, 2> answers{65'533, max_short_le};
/// Plain octets that early chips accept although they refuse a full short answer.
constexpr std::array<std::uint32_t, 3> safe_blocks{192, 160, 112};
constexpr std::size_t short_level = 1;

std::uint32_t size_of_level(std::size_t level, std::optional<crypto::BlockCipher> cipher) {
    if (level >= answers.size()) return safe_blocks.at(level - answers.size());
    if (!cipher) return answers.at(level);
    return static_cast<std::uint32_t>(max_plain_response(*cipher, answers.at(level)));
}

}  // namespace

ReadSizes::ReadSizes(bool extended_length) : level_(extended_length ? 0 : short_level), cap_(max_extended_le) {}

std::uint32_t ReadSizes::block() const {
    return std::min(size_of_level(level_, cipher_), cap_);
}

std::uint32_t ReadSizes::short_block() const {
    return std::min(size_of_level(std::max(level_, short_level), cipher_), cap_);
}

bool ReadSizes::reduce_below(std::uint32_t refused) {
    for (std::size_t level = level_; level < answers.size() + safe_blocks.size(); ++level) {
        if (std::min(size_of_level(level, cipher_), cap_) < refused) {
            level_ = level;
            return true;
        }
    }
    return false;
}

void ReadSizes::cap(std::uint32_t octets) {
    if (octets >= safe_blocks.back()) cap_ = std::min(cap_, octets);
}

}  // namespace fivestar::apdu
