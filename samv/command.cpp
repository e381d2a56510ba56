// SPDX-License-Identifier: Apache-2.0
#include "samv/command.hpp"

#include "samv/frame.hpp"

namespace fivestar::samv {
namespace {

constexpr std::uint8_t class_read = 0x30;

}  // namespace

Bytes encode(const Command& command) {
    Bytes content{command.code, command.parameter};
    if (command.data) content.push_back(*command.data);
    return encode_frame(content);
}

std::chrono::milliseconds reply_timeout(const Command& command) {
    return std::chrono::milliseconds{command.code == class_read ? 3000 : 1000};
}

std::string_view name(const Command& command) {
    switch (command.code << 8 | command.parameter) {
        case 0x10FF:
            return "reset";
        case 0x11FF:
            return "status";
        case 0x12FF:
            return "SAM id";
        case 0x2001:
            return "find";
        case 0x2002:
            return "select";
        case 0x3001:
            return "read text and photo";
        case 0x3003:
            return "read appended addresses";
        case 0x3005:
            return "read management information";
        case 0x3010:
            return "read with fingerprints";
        case 0x6000:
        case 0x6001:
        case 0x6002:
        case 0x6003:
        case 0x6004:
            return "set rate";
        case 0x61FF:
            return "set largest RF transfer";
        default:
            return "unknown";
    }
}

}  // namespace fivestar::samv
