// SPDX-License-Identifier: Apache-2.0
// Files from a hostile card, over T=0 and T=1, unprotected, with and without extended length, which the first octet
// selects. Every read must end within its bound and return exactly one data object.
#include "apdu/file_reader.hpp"

#include "apdu/response_chaining.hpp"
#include "apdu/t0_channel.hpp"
#include "crypto/tlv/cursor.hpp"
#include "tests/fuzz/fuzzed_channel.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

constexpr fivestar::apdu::FileLimits limits{.octets = 70'000, .exchanges = 64};
constexpr fivestar::apdu::ResponseLimits response_limits{.parts = 4};
/// A READ BINARY may be sent twice, each with this many parts, each sent twice; a SELECT has two forms.
constexpr std::size_t most_exchanges = limits.exchanges * 2 * (1 + 2 * response_limits.parts);

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    if (size == 0) return 0;
    const bool t0 = (data[0] & 1) != 0;
    const bool extended_length = !t0 && (data[0] & 2) != 0;
    test::FuzzedChannel card{{data + 1, size - 1}};
    apdu::T0Channel tpdu{card};
    apdu::ResponseChaining channel{t0 ? static_cast<apdu::Channel&>(tpdu) : card, response_limits};
    apdu::ReadSizes sizes{extended_length};
    apdu::FileReader reader{sizes, limits};
    for (const auto& file : {apdu::lds::com, apdu::lds::sod, apdu::lds::sod, apdu::lds::data_group(2)}) {
        const std::size_t before = card.exchanges;
        const auto result = reader.read(channel, file);
        if (card.exchanges - before > most_exchanges) std::abort();
        if (!result) {
            if (reader.misled_by_short_identifier(result.error()) && reader.by_short_identifier()) std::abort();
            (void)reader.prepare_retry({ErrorCode::secure_messaging_failed, result.error().sw});
            continue;
        }
        const auto header = tlv::read_header(result->raw);
        if (!header || header->tag != file.tag || header->total() != result->raw.size()) std::abort();
        if (result->raw.size() > limits.octets) std::abort();
    }
    return 0;
}
