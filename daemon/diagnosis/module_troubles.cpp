// SPDX-License-Identifier: Apache-2.0
#include "daemon/diagnosis/module_troubles.hpp"

namespace fivestar::daemon {
namespace {

// GA/T 467, status codes of the security module.
constexpr std::uint8_t self_test_failed = 0x60;
constexpr std::uint8_t not_authorised = 0x66;

// No machine has more readers.
constexpr std::size_t most_readers = 64;

}  // namespace

void ModuleTroubles::note(std::string_view reader, std::uint8_t module_code) {
    const std::lock_guard lock{mutex_};
    if (module_code != self_test_failed && module_code != not_authorised) {
        if (const auto found = readers_.find(reader); found != readers_.end()) readers_.erase(found);
    } else if (readers_.size() < most_readers) {
        readers_.emplace(reader);
    }
}

bool ModuleTroubles::any() const {
    const std::lock_guard lock{mutex_};
    return !readers_.empty();
}

std::vector<diagnosis::Finding> ModuleTroubles::findings() const {
    const std::lock_guard lock{mutex_};
    std::vector<diagnosis::Finding> findings;
    findings.reserve(readers_.size());
    for (const std::string& reader : readers_) findings.push_back({diagnosis::Cause::sam_not_authorised, reader});
    return findings;
}

}  // namespace fivestar::daemon
