// SPDX-License-Identifier: Apache-2.0
#include "driver/rated_port.hpp"

#include "samv/module.hpp"

#include <array>

namespace fivestar::driver {
namespace {

// A module answers within a few milliseconds; at 9,600 baud request and reply take 22 ms.
constexpr std::chrono::milliseconds longest_answer{300};

constexpr std::array rates{samv::Rate::baud_115200, samv::Rate::baud_57600, samv::Rate::baud_38400,
                           samv::Rate::baud_19200, samv::Rate::baud_9600};

bool is_silence(ErrorCode code) {
    return code == ErrorCode::deadline_exceeded || code == ErrorCode::malformed;
}

}  // namespace

Result<samv::Rate> detect_rate(RatedPort& port, const Clock& clock) {
    for (const samv::Rate rate : rates) {
        if (const auto set = port.set_rate(rate); !set) return std::unexpected{set.error()};
        samv::Module module{port, clock};
        const auto reply = module.exchange(samv::module_status, longest_answer);
        if (reply) return rate;
        if (!is_silence(reply.error().code)) return std::unexpected{reply.error()};
    }
    return fail(ErrorCode::deadline_exceeded);
}

}  // namespace fivestar::driver
