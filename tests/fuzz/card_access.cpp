// SPDX-License-Identifier: Apache-2.0
// The search for EF.CardAccess on a hostile chip, and its parser. The first octet selects properties of the reader, and
// what is known of the chip.
#include "apdu/card_access.hpp"

#include "crypto/asn1/security_infos.hpp"
#include "tests/fuzz/fuzzed_connection.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    if (size == 0) return 0;
    constexpr std::size_t most_exchanges = 2048;  // if every response arrives in parts of one octet
    test::FuzzedConnection connection{data[0], {data + 1, size - 1}};
    const apdu::CardAccessSearch search{.known = static_cast<apdu::CardAccessPlace>((data[0] >> 2) % 5),
                                        .after_reset = (data[0] & 0x80U) != 0,
                                        .thorough = (data[0] & 0x40U) != 0};
    const auto access = apdu::read_card_access(connection, search);
    if (access && access->file.has_value() == (access->place == apdu::CardAccessPlace::nowhere)) std::abort();
    if (access && access->file) static_cast<void>(crypto::SecurityInfos::parse(*access->file));
    apdu::ReadSizes sizes{connection.extended_length()};
    apdu::FileReader files{sizes, {.octets = 4096, .exchanges = 40}};
    static_cast<void>(apdu::read_card_access_in_application(connection.card, files));
    if (connection.card.exchanges > most_exchanges) std::abort();
    return 0;
}
