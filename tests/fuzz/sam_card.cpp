// SPDX-License-Identifier: Apache-2.0
// A hostile reader that answers the commands of the SAM card application. The first octet selects extended length and
// portrait. Every read must end within its bound, and a record must keep the limits.
#include "apdu/sam_card.hpp"

#include "tests/fuzz/fuzzed_channel.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

/// A command may be sent twice, each with this many parts, each sent twice.
constexpr std::size_t most_each = 2 * (1 + 2 * fivestar::apdu::SamCard::response_limits.parts);
/// The whole stream; blocks, perhaps with another length; the module's result after the first and the last.
constexpr std::size_t most_commands = 1 + 2 * fivestar::apdu::SamCard::max_blocks + 2;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    if (size == 0) return 0;
    const bool portrait = (data[0] & 2) != 0;
    test::FuzzedChannel reader{{data + 1, size - 1}};
    apdu::SamCard card{reader, (data[0] & 1) != 0};
    static_cast<void>(card.module_id());
    const std::size_t before = reader.exchanges;
    const auto record = card.read(portrait);
    if (reader.exchanges - before > most_commands * most_each) std::abort();
    if (record) {
        if (record->text.empty() || record->text.size() > apdu::SamCard::max_text) std::abort();
        if (record->portrait.size() > (portrait ? apdu::SamCard::max_portrait : 0)) std::abort();
    }
    static_cast<void>(card.appended_addresses());
    card.overwrite_answers();
    return 0;
}
