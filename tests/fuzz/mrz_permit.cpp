// SPDX-License-Identifier: Apache-2.0
// Zones of every layout, those of China's permits above all: from printed lines, and as a document's octets.
#include "identity/mrz/gbk_name.hpp"
#include "identity/mrz/mrz.hpp"
#include "identity/mrz/mrz_layout.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace {

using namespace fivestar;

constexpr auto today = std::chrono::year{2026} / 6 / 15;

void demand(bool good) {
    if (!good) std::abort();
}

void check(const identity::Mrz& mrz) {
    demand(!mrz.lines.empty() && mrz.lines.size() <= 3);
    demand(mrz.printed_number.size() >= 9);
    demand(mrz.chinese_name || !mrz.chinese_omitted);
    demand(!mrz.chinese_name || !mrz.chinese_name->empty());
    demand(!mrz.birth_date || *mrz.birth_date <= today);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text(ByteView{data, size});
    if (const auto mrz = identity::parse_mrz(text, today)) check(*mrz);
    if (const auto mrz = identity::parse_document_mrz({data, size}, today)) check(*mrz);
    if (const auto name = identity::gbk_name(text)) demand(name->size() <= text.size());

    // The first octet chooses a layout, so that each is reached by any content.
    if (size == 0) return 0;
    constexpr std::string_view characters = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const identity::MrzLayout& layout = identity::mrz_layouts[data[0] % identity::mrz_layouts.size()];
    std::string zone(layout.line_size * layout.lines, '<');
    for (std::size_t at = 0; at < std::min(zone.size(), size - 1); ++at) {
        zone[at] = characters[data[at + 1] % characters.size()];
    }
    zone.replace(0, layout.code.size(), layout.code);
    const auto mrz = identity::parse_mrz(zone, today);
    demand(mrz.has_value());
    check(*mrz);
    return 0;
}
