// SPDX-License-Identifier: Apache-2.0
// Structures of the C interface that begin with their size, so that members can be added at their end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <type_traits>

namespace fivestar::client {

/// `adopt(given, released_size)` copies a structure that the caller's program may have been compiled with in an older
/// or newer version. `released_size` is the size of its first release, without padding. Members that the caller does
/// not know are zero. Nothing if the structure is missing or too small, or sets a member that this library does not
/// know.
template <class T>
std::optional<T> adopt(const T* given, std::size_t released_size) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_standard_layout_v<T>);
    if (given == nullptr || given->size < released_size) return std::nullopt;
    const auto* const octets = reinterpret_cast<const unsigned char*>(given);
    const auto* const end = octets + given->size;
    if (given->size > sizeof(T) &&
        std::any_of(octets + sizeof(T), end, [](unsigned char octet) { return octet != 0; })) {
        return std::nullopt;
    }
    T known{};
    std::memcpy(&known, given, std::min(given->size, sizeof(T)));
    return known;
}

}  // namespace fivestar::client
