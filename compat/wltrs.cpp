// SPDX-License-Identifier: Apache-2.0
#include "compat/wltrs.h"

#include "compat/files.hpp"
#include "compat/pictures.hpp"
#include "compat/process.hpp"

#include <array>
#include <string>

using fivestar::compat::Code;
using fivestar::compat::Octets;

namespace {

// The answers of GetBmp.
constexpr int bmp_written = 1;
constexpr int bmp_no_card = 0;
constexpr int bmp_not_decoded = -1;
constexpr int bmp_ending = -2;
constexpr int bmp_file = -3;
constexpr int bmp_size = -4;
constexpr int bmp_not_allowed = -5;

constexpr std::size_t longest_path = 4000;

bool ends_with_wlt(const std::string& path) {
    constexpr std::string_view ending = ".wlt";
    if (path.size() <= ending.size()) return false;
    for (std::size_t at = 0; at < ending.size(); ++at) {
        const char letter = path[path.size() - ending.size() + at];
        if ((letter | (at == 0 ? 0 : 0x20)) != ending[at]) return false;
    }
    return true;
}

}  // namespace

int GetBmp(const char* file, int /*interface*/) {
    return fivestar::compat::number(bmp_no_card, [&] {
        std::string path;
        if (!fivestar::compat::copy_text_in(path, file, longest_path)) return bmp_file;
        if (!ends_with_wlt(path)) return bmp_ending;
        Octets<fivestar::compat::portrait_size> wlt;
        std::array<std::uint8_t, fivestar::compat::portrait_size + 1> octets{};
        const auto size = fivestar::compat::read_file(path.c_str(), octets);
        const bool is_kept = size == fivestar::compat::portrait_size && wlt.assign(std::span{octets}.first(*size));
        ::explicit_bzero(octets.data(), octets.size());
        if (!size) return bmp_file;
        if (!is_kept) return bmp_size;
        const auto bitmap = fivestar::compat::bitmap_of(wlt.view());
        if (!bitmap) {
            if (bitmap.error() == Code::no_item || bitmap.error() == Code::refused) return bmp_not_allowed;
            return bitmap.error() == Code::data ? bmp_not_decoded : bmp_no_card;
        }
        path.replace(path.size() - 3, 3, "bmp");
        return fivestar::compat::write_private_file(path.c_str(), (*bitmap)->view()) ? bmp_written : bmp_file;
    });
}
