#include "apdu/read_sizes.hpp"

#include "apdu/secure_messaging.hpp"

#include <algorithm>
#include <array>

namespace fivestar::apdu {
namespace {

/// Octets of an answer's data field. 65,533 is the most that the virtual reader's 16-bit frames carry.
constexpr std::array<std::uint32_t, 2> answers{65'533, max_short_le};
/// Plain octets that early chips were seen to take where they refuse a full short answer.
constexpr std::array<std::uint32_t, 3> safe_blocks{192, 160, 112};
constexpr std::size_t short_rung = 1;

std::uint32_t rung_size(std::size_t rung, std::optional<crypto::BlockCipher> cipher) {
    if (rung >= answers.size()) return safe_blocks.at(rung - answers.size());
    if (!cipher) return answers.at(rung);
    return static_cast<std::uint32_t>(max_plain_response(*cipher, answers.at(rung)));
}

}  // namespace

ReadSizes::ReadSizes(bool extended_length) : rung_(extended_length ? 0 : short_rung), cap_(max_extended_le) {}

std::uint32_t ReadSizes::block() const {
    return std::min(rung_size(rung_, cipher_), cap_);
}

std::uint32_t ReadSizes::short_block() const {
    return std::min(rung_size(std::max(rung_, short_rung), cipher_), cap_);
}

bool ReadSizes::step_below(std::uint32_t refused) {
    for (std::size_t rung = rung_; rung < answers.size() + safe_blocks.size(); ++rung) {
        if (std::min(rung_size(rung, cipher_), cap_) < refused) {
            rung_ = rung;
            return true;
        }
    }
    return false;
}

void ReadSizes::cap(std::uint32_t octets) {
    if (octets >= safe_blocks.back()) cap_ = std::min(cap_, octets);
}

}  // namespace fivestar::apdu
