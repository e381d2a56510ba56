// SPDX-License-Identifier: Apache-2.0
// Text records of tests/vectors/samv, and changes of them.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"
#include "tests/support/vector_file.hpp"

#include <cstdint>

namespace fivestar::identity {

inline Bytes record(std::string_view kind) {
    return test::read_vector_bytes(std::string{"samv/text_"}.append(kind).append(".bin"));
}

/// Writes UTF-16LE units of an ASCII text at an offset.
inline Bytes with(Bytes octets, std::size_t offset, std::string_view text) {
    for (const char c : text) {
        octets[offset++] = static_cast<std::uint8_t>(c);
        octets[offset++] = 0;
    }
    return octets;
}

inline std::vector<std::string> texts(const std::vector<PersonalText>& values) {
    std::vector<std::string> plain;
    plain.reserve(values.size());
    for (const PersonalText& value : values) plain.emplace_back(value.view());
    return plain;
}

}  // namespace fivestar::identity
