// SPDX-License-Identifier: Apache-2.0
// Reads tests/vectors/*.vec: groups of `key = value` lines (format: tests/vectors/README.md).
#pragma once

#include "crypto/base/bytes.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fivestar::test {

class VectorGroup {
  public:
    explicit VectorGroup(std::map<std::string, std::string, std::less<>> values) : values_(std::move(values)) {}
    [[nodiscard]] bool has(std::string_view key) const { return values_.contains(key); }
    /// Throws std::runtime_error with the key if it is missing or not hexadecimal.
    [[nodiscard]] Bytes bytes(std::string_view key) const;
    [[nodiscard]] const std::string& text(std::string_view key) const;
    [[nodiscard]] const std::string& name() const { return text("case"); }

  private:
    std::map<std::string, std::string, std::less<>> values_;
};

/// The groups of tests/vectors/`file`, in order. Throws if the file cannot be read or has no group.
[[nodiscard]] std::vector<VectorGroup> read_vectors(std::string_view file);

/// The group whose `case` is `name`; throws if there is none.
[[nodiscard]] const VectorGroup& group(const std::vector<VectorGroup>& groups, std::string_view name);

/// A whole file in tests/vectors/.
[[nodiscard]] Bytes read_vector_bytes(std::string_view file);

/// Octets from hexadecimal digits and spaces. Throws for other characters.
[[nodiscard]] Bytes hex(std::string_view digits);

}  // namespace fivestar::test
