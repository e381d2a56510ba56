// SPDX-License-Identifier: Apache-2.0
#include "compat/return_code.hpp"

#include <algorithm>
#include <array>

namespace fivestar::compat {
namespace {

struct Entry {
    int code;
    std::string_view text;
};

constexpr std::array entries{
    Entry{0x01, "no such port, or it is not open"},
    Entry{0x02, "no answer in time"},
    Entry{0x03, "the answer cannot be understood"},
    Entry{0x05, "the rate of the module is not known"},
    Entry{0x10, "wrong checksum of a request"},
    Entry{0x11, "wrong length of a request"},
    Entry{0x21, "wrong parameter"},
    Entry{0x23, "not permitted, or the file cannot be written"},
    Entry{0x24, "unknown command"},
    Entry{0x31, "the card did not authenticate the module"},
    Entry{0x32, "the module did not authenticate the card"},
    Entry{0x33, "the data of the card are not valid"},
    Entry{0x40, "this kind of card is not accepted"},
    Entry{0x41, "reading failed"},
    Entry{0x47, "the random number of the card failed"},
    Entry{0x60, "the self-test of the module failed"},
    Entry{0x66, "the module is not authorised"},
    Entry{0x80, "no card found, or lift it first"},
    Entry{0x81, "the card cannot be selected"},
    Entry{0x90, "success"},
    Entry{0x91, "the card has no such item"},
    Entry{0x9F, "a card was found"},
};

constexpr std::size_t longest_text = 63;
static_assert(std::ranges::all_of(entries, [](const Entry& entry) { return entry.text.size() <= longest_text; }));

}  // namespace

std::string_view text_of(int code) {
    const auto* const found = std::ranges::find(entries, code, &Entry::code);
    return found == entries.end() ? std::string_view{} : found->text;
}

}  // namespace fivestar::compat
