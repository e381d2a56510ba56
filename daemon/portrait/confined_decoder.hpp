// A picture decoder in a process of its own, fivestar-portrait, that can do nothing but compute: whatever a picture
// makes of it, the daemon and its other reads go on. What comes back is pixels of a size known beforehand, nothing to
// parse.
#pragma once

#include "crypto/base/cleansed.hpp"
#include "crypto/base/error.hpp"
#include "daemon/system/descriptor.hpp"

#include <chrono>
#include <filesystem>

namespace fivestar::daemon {

struct ConfinedDecoder {
    std::filesystem::path program;  ///< fivestar-portrait
    const Descriptor& plugin;       ///< the shared library, open for reading
    std::chrono::milliseconds patience;
};

/// The pixels of `picture`, `pixels_size` octets. Blocks for at most the decoder's patience, after which the process is
/// killed: `deadline_exceeded`. `malformed` if the process ends in any way but with all the pixels, `io_failure` if it
/// cannot be started.
[[nodiscard]] Result<PersonalBytes> decode_confined(const ConfinedDecoder& decoder, ByteView picture,
                                                    std::size_t pixels_size);

}  // namespace fivestar::daemon
