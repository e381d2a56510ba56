// SPDX-License-Identifier: Apache-2.0
#include "samv/command.hpp"

#include "samv/frame.hpp"

#include <array>

namespace fivestar::samv {

Bytes encode(const Command& command) {
    return encode_frame(std::array{command.code, command.parameter});
}

std::chrono::milliseconds reply_timeout(const Command& command) {
    constexpr std::uint8_t class_read = 0x30;
    return std::chrono::milliseconds{command.code == class_read ? 3000 : 1000};
}

}  // namespace fivestar::samv
