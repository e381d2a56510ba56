// SPDX-License-Identifier: Apache-2.0
// How the daemon speaks with fivestar-portrait. The first argument is a task; the order, and after it the picture, come
// on standard input, and what was made of it goes to standard output. A plug-in is open for reading on its descriptor.
#pragma once

#include "crypto/base/enum_names.hpp"

#include <cstdint>

namespace fivestar::daemon {

inline constexpr int portrait_plugin_descriptor = 3;

/// `wlt`, `jpeg`, `jpeg2000` and `png` make pixels of a picture: rows from the top, each of `width` pixels of red,
/// green and blue, one octet each. `encode_jpeg` makes a JPEG file of such pixels, its size before it as an order's
/// members.
enum class PortraitTask : std::uint8_t { wlt, jpeg, jpeg2000, png, encode_jpeg };

/// The argument that asks for a task, by its number.
inline constexpr EnumNames<PortraitTask::encode_jpeg> portrait_task_names("wlt", "jpeg", "jpeg2000", "png",
                                                                          "encode-jpeg");

/// In the machine's own order of octets: both sides are one installation.
struct PortraitOrder {
    std::uint32_t size;    ///< octets of the picture that follows
    std::uint32_t width;   ///< pixels
    std::uint32_t height;  ///< pixels
};

/// The most octets of an order, and of a file in answer to one.
inline constexpr std::uint32_t largest_portrait_file = 16 * 1024 * 1024;

}  // namespace fivestar::daemon
