// SPDX-License-Identifier: Apache-2.0
// Picture codecs in a process of their own, fivestar-portrait, that can do nothing but compute: whatever a picture
// makes of them, the daemon and its other reads go on. What comes back of a decoder is pixels of a size known
// beforehand, nothing to parse.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/portrait/program_interface.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace fivestar::daemon {

/// How long one portrait may take.
inline constexpr std::chrono::milliseconds longest_conversion{2000};

struct ConfinedProgram {
    std::filesystem::path path;  ///< fivestar-portrait
    std::chrono::milliseconds patience;
    const Descriptor* plugin = nullptr;  ///< the shared library, open for reading; for `wlt` alone
};

/// The pixels of `picture`, which is as wide and as high as is said: width x height x 3 octets. `decoder` is any task
/// but `encode_jpeg`. Blocks for at most the program's patience, after which the process is killed:
/// `deadline_exceeded`. `malformed` if the process ends in any way but with all the pixels, `limit_exceeded` for more
/// than `largest_portrait_file` octets of either, `io_failure` if it cannot be started.
[[nodiscard]] Result<PersonalBytes> decode_confined(const ConfinedProgram& program, PortraitTask decoder,
                                                    ByteView picture, std::uint32_t width, std::uint32_t height);

/// The JPEG file of `pixels`. In that process, too, for the codec's own memory then ends with it. Fails likewise.
[[nodiscard]] Result<PersonalBytes> encode_jpeg_confined(const ConfinedProgram& program, ByteView pixels,
                                                         std::uint32_t width, std::uint32_t height);

}  // namespace fivestar::daemon
