// SPDX-License-Identifier: Apache-2.0
// The kernel's flags of the mapping that holds an address.
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

namespace fivestar {

/// Returns the flags ("lo": locked, "dd": not in a core dump; proc(5), VmFlags) with a blank at the end.
inline std::string flags_of(const void* address) {
    std::ifstream maps{"/proc/self/smaps"};
    const auto wanted = reinterpret_cast<std::uintptr_t>(address);
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t start = 0;
        std::uintptr_t end = 0;
        char dash = 0;
        std::istringstream head{line};
        if (head >> std::hex >> start >> dash >> end && dash == '-') inside = start <= wanted && wanted < end;
        if (inside && line.starts_with("VmFlags:")) return line + " ";
    }
    return {};
}

inline bool has_flag(const void* address, const char* flag) {
    return flags_of(address).contains(" " + std::string{flag} + " ");
}

}  // namespace fivestar
