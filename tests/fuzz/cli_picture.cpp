// SPDX-License-Identifier: Apache-2.0
// A picture of the daemon, as fivestarctl shows it on a terminal.
#include "cli/views/picture.hpp"
#include "cli/views/picture_text.hpp"

#include <array>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const auto picture = cli::parse_ppm(as_text({data, size}));
    if (!picture) return 0;
    if (picture->pixels.size() != picture->width * picture->height * 3) std::abort();
    for (std::string terminal : {"TERM=foot", "TERM=xterm-kitty", "TERM=xterm", "TERM=linux"}) {
        std::array<char*, 2> environment{terminal.data(), nullptr};
        const cli::PictureRoom room{.columns = 4, .rows = 2, .cell_width = 2, .cell_height = 4};
        if (cli::picture_text(*picture, room, environment.data()).empty()) std::abort();
    }
    return 0;
}
