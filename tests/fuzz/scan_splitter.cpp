// SPDX-License-Identifier: Apache-2.0
// Octets of a scanner, in pieces with pauses: the first octet selects the framing; each further pair is a pause and the
// size of a piece. No scan is longer than allowed, no text comes with a fault, and a pause ends whatever was begun.
#include "scan/scan_splitter.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    using namespace std::chrono_literals;
    ByteView octets{data, size};
    if (octets.empty()) return 0;
    const std::uint8_t choice = octets.front();
    octets = octets.subspan(1);
    std::size_t given = 0;
    std::size_t taken = 0;
    scan::ScanSplitter splitter{{.marks = (choice & 1U) == 0,
                                 .prefix = (choice & 2U) == 0 ? "" : "AB",
                                 .suffix = (choice & 4U) == 0 ? "" : "BC"},
                                [&](std::string_view text, std::optional<scan::ScanFault> fault) {
                                    if (text.size() > scan::max_scan_octets || (fault && !text.empty())) std::abort();
                                    taken += text.size();
                                }};
    scan::SteadyTime now{1h};
    while (octets.size() > 2) {
        now += std::chrono::milliseconds{10 * octets[0]};
        const std::size_t piece = std::min<std::size_t>(std::size_t{octets[1]} * 8, octets.size() - 2);
        splitter.take(octets.subspan(2, piece), now);
        given += piece;
        octets = octets.subspan(2 + piece);
    }
    splitter.expire(now + 10s);
    if (splitter.deadline() || taken > given) std::abort();
    return 0;
}
