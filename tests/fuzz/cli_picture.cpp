// Pictures in fivestarctl: the picture from the daemon and the abilities that the terminal reports.
#include "cli/views/picture.hpp"
#include "cli/views/picture_text.hpp"
#include "cli/views/terminal_graphics.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    const std::string_view text = as_text({data, size});
    static_cast<void>(cli::graphics_told_by(text));
    const auto picture = cli::parse_ppm(text);
    if (!picture) return 0;
    const cli::Picture small = cli::fitted(*picture, 16, 16);
    if (small.width() > 16 || small.height() > 16 || small.width() == 0 || small.height() == 0) std::abort();
    static_cast<void>(cli::sixel_text(small));
    static_cast<void>(cli::kitty_text(small, 4));
    static_cast<void>(cli::half_block_text(small, true));
    static_cast<void>(cli::half_block_text(small, false));
    return 0;
}
