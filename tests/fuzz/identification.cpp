// SPDX-License-Identifier: Apache-2.0
// The identification of a hostile card at its insertion. The first octet selects properties of the reader.
#include "daemon/readers/card_identification.hpp"
#include "tests/fuzz/fuzzed_connection.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fivestar;
    if (size == 0) return 0;
    constexpr std::size_t most_exchanges = 2048;  // if every response arrives in parts of one octet
    test::FuzzedConnection connection{data[0], {data + 1, size - 1}};
    const auto card = daemon::identify(connection);
    if (connection.card.exchanges > most_exchanges) std::abort();
    if (!card) return 0;
    const bool has_file = card->card_access != apdu::CardAccessPlace::nowhere;
    if (card->offers_pace && !has_file) std::abort();
    if (has_file && card->kind != daemon::CardKind::emrtd) std::abort();
    return 0;
}
