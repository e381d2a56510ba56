// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/reader_json.hpp"

#include "daemon/api/rfc3339.hpp"

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

json::object card_json(const CardView& card) {
    json::object object;
    object.emplace("id", card.id);
    object.emplace("kind", to_string(card.kind));
    // Left out for a card whose keys are unknown. A card behind a security module takes none.
    if (card.kind != CardKind::unknown && card.kind != CardKind::cn_id_bare) {
        json::array names;
        for (const AccessKey key : access_keys(card)) names.emplace_back(to_string(key));
        object.emplace("access_keys", std::move(names));
    }
    object.emplace("inserted_at", rfc3339(card.inserted_at));
    return object;
}

}  // namespace

json::object reader_json(const ReaderView& reader) {
    json::object object;
    object.emplace("id", reader.id);
    object.emplace("name", reader.name);
    object.emplace("interface", to_string(reader.interface));
    if (!reader.sam_id.empty()) object.emplace("sam_id", reader.sam_id);
    object.emplace("state", to_string(reader.state));
    if (reader.card) object.emplace("card", card_json(*reader.card));
    return object;
}

json::array readers_json(std::span<const ReaderView> readers, const Grants& grants, std::string_view id) {
    json::array array;
    for (const ReaderView& reader : readers) {
        if (!id.empty() && reader.id != id) continue;
        if (grants.allows_reader(reader.id, reader.name)) array.push_back(reader_json(reader));
    }
    return array;
}

}  // namespace fivestar::daemon
