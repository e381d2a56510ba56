// SPDX-License-Identifier: Apache-2.0
#include "tests/support/vector_file.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/source_directory.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace fivestar::test {
namespace {

std::ifstream open_vector(std::string_view file) {
    std::ifstream stream{source_directory() / "tests/vectors" / file, std::ios::binary};
    if (!stream) throw std::runtime_error{"no vector file " + std::string{file}};
    return stream;
}

}  // namespace

const std::string& VectorGroup::text(std::string_view key) const {
    const auto found = values_.find(key);
    if (found == values_.end()) throw std::runtime_error{"no key " + std::string{key}};
    return found->second;
}

Bytes VectorGroup::bytes(std::string_view key) const {
    return hex(text(key));
}

std::vector<VectorGroup> read_vectors(std::string_view file) {
    std::ifstream stream = open_vector(file);
    std::vector<VectorGroup> groups;
    std::map<std::string, std::string, std::less<>> values;
    const auto close = [&] {
        if (!values.empty()) groups.emplace_back(std::exchange(values, {}));
    };
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with('#')) continue;
        if (line.empty()) {
            close();
            continue;
        }
        const std::size_t equals = line.find(" =");
        if (equals == std::string::npos) throw std::runtime_error{"not key = value: " + line};
        const std::string value = line.size() > equals + 3 ? line.substr(equals + 3) : std::string{};
        if (!values.emplace(line.substr(0, equals), value).second) throw std::runtime_error{"key twice: " + line};
    }
    close();
    if (groups.empty()) throw std::runtime_error{"no group in " + std::string{file}};
    return groups;
}

const VectorGroup& group(const std::vector<VectorGroup>& groups, std::string_view name) {
    for (const VectorGroup& candidate : groups) {
        if (candidate.name() == name) return candidate;
    }
    throw std::runtime_error{"no case " + std::string{name}};
}

Bytes read_vector_bytes(std::string_view file) {
    std::ifstream stream = open_vector(file);
    return {std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

Bytes hex(std::string_view digits) {
    std::string joined;
    for (const char digit : digits) {
        if (digit != ' ') joined.push_back(digit);
    }
    auto bytes = from_hex(joined);
    if (!bytes) throw std::runtime_error{"not hexadecimal"};
    return std::move(*bytes);
}

}  // namespace fivestar::test
