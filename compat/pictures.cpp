// SPDX-License-Identifier: Apache-2.0
#include "compat/pictures.hpp"

#include "compat/files.hpp"
#include "compat/process.hpp"

#include <algorithm>
#include <unistd.h>
#include <vector>

namespace fivestar::compat {

DaemonLink::Result<std::unique_ptr<Bitmap>> bitmap_of(const BaseMessage& message) {
    const auto picture = desk().picture(message, "image/x-portable-pixmap");
    if (!picture) return std::unexpected{picture.error()};
    auto bitmap = std::make_unique<Bitmap>();
    if (!to_bitmap(picture->body(), *bitmap)) return std::unexpected{Code::data};
    return bitmap;
}

DaemonLink::Result<std::unique_ptr<Bitmap>> bitmap_of(std::span<const std::uint8_t> wlt) {
    constexpr int in_the_call = 1;
    const std::vector<int> ports = desk().ports_with_cards();
    for (const int port : ports) {
        const auto message = desk().read(port, in_the_call, Portrait::for_picture);
        if (message && std::ranges::equal((*message)->portrait.view(), wlt)) return bitmap_of(**message);
    }
    return std::unexpected{Code::read};
}

bool write_bitmap(const BaseMessage& message, const std::string& path) {
    const auto bitmap = bitmap_of(message);
    if (bitmap && write_private_file(path.c_str(), (*bitmap)->view())) return true;
    ::unlink(path.c_str());
    return false;
}

}  // namespace fivestar::compat
