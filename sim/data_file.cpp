// SPDX-License-Identifier: Apache-2.0
#include "sim/data_file.hpp"

#include <fstream>

namespace fivestar::sim {

Result<Bytes> read_data_file(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return fail(ErrorCode::io_failure);
    if (size > max_data_file) return fail(ErrorCode::limit_exceeded);
    std::ifstream file{path, std::ios::binary};
    Bytes content(static_cast<std::size_t>(size));
    file.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
    if (!file) return fail(ErrorCode::io_failure);
    return content;
}

Result<void> write_data_file(const std::filesystem::path& path, ByteView content) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) return fail(ErrorCode::io_failure);
    return {};
}

}  // namespace fivestar::sim
