// SPDX-License-Identifier: Apache-2.0
#include "daemon/readers/card_identification.hpp"

#include "apdu/card_access.hpp"
#include "apdu/file_reader.hpp"
#include "apdu/lds.hpp"
#include "apdu/response_chaining.hpp"
#include "crypto/asn1/security_infos.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fnmatch.h>
#include <string_view>
#include <utility>

namespace fivestar::daemon {
namespace {

// PC/SC part 3 §3.1.3.2.3.2: for a type B card the historical bytes are application data and protocol info of its ATQB.
// The application data of Chinese ID cards begin with D1 03 86; the fourth octet varies.
constexpr std::array<std::uint8_t, 7> bare_type_b{0x3B, 0x88, 0x80, 0x01, 0xD1, 0x03, 0x86};
// Readers that name the card (pcsc-tools, smartcard_list.txt: "Second-generation Resident Identity Card").
constexpr std::array<std::uint8_t, 11> bare_named{0x3B, 0x86, 0x80, 0x01, 0x80, 0x4F, 0x03, 0xF0, 0x01, 0x00, 0x3A};
// PC/SC part 3 §3.1.3.2.3.2 for storage cards: the RID of the PC/SC workgroup, standard 07, card name FF B0, after the
// pseudo-APDU by which a security module's reader hands out the record (same list: "Chinese ID Card").
constexpr std::array<std::uint8_t, 15> behind_sam{0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0,
                                                  0x00, 0x00, 0x03, 0x06, 0x07, 0xFF, 0xB0};
// Readers of other makers give the card name 90 00 and any standard; published code for them looks for that.
constexpr std::array<std::uint8_t, 12> storage_card{0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F,
                                                    0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06};
constexpr std::size_t name_at = 13;

// libifd-samv gives these as its PC/SC attributes.
constexpr std::string_view own_vendor = "fivestar";
constexpr std::string_view own_type = "SAM_V";

// Of an EF.CardAccess in the application.
constexpr std::size_t most_octets = 4096;
constexpr std::size_t most_exchanges = 40;

bool starts_with(ByteView atr, ByteView prefix) {
    return atr.size() >= prefix.size() && std::ranges::equal(atr.first(prefix.size()), prefix);
}

bool shows_module(ByteView atr) {
    if (starts_with(atr, behind_sam)) return true;
    return starts_with(atr, storage_card) && atr.size() > name_at + 1 && atr[name_at] == 0x90 && atr[name_at + 1] == 0;
}

/// Reads EF.CardAccess from the selected application. It is selected first, because one refusal of its identifier is
/// definite; by its short identifier only if the chip does not take the selection. nullopt if it is not there.
Result<std::optional<Bytes>> read_in_application(apdu::Channel& channel) {
    constexpr apdu::FileLimits limits{.octets = most_octets, .exchanges = most_exchanges};
    apdu::ReadSizes sizes{false};
    apdu::FileReader selecting{sizes, limits};
    selecting.select_files();
    const auto file = selecting.read(channel, apdu::lds::card_access);
    if (file) return copy(file->raw);
    const bool no_selection = file.error().code == ErrorCode::unexpected_status &&
                              apdu::StatusWord{file.error().sw} != apdu::sw::no_current_ef;
    if (no_selection) {
        apdu::FileReader by_short_identifier{sizes, limits};
        return apdu::read_card_access_in_application(channel, by_short_identifier);
    }
    if (origin(file.error().code) == ErrorOrigin::file) return std::nullopt;
    return std::unexpected{file.error()};
}

/// Searches the application for EF.CardAccess after the master file had none. A chip that closes all files before
/// access control (6986) is not asked again.
Result<void> find_in_application(apdu::CardConnection& connection, apdu::CardAccess& found) {
    if (found.file || found.refusal == apdu::sw::no_current_ef) return {};
    apdu::ResponseChaining channel{connection.channel()};
    if (const auto selected = apdu::lds::select_application(channel); !selected) {
        return selected.error().sw != 0 ? Result<void>{} : selected;
    }
    auto file = read_in_application(channel);
    if (!file) return std::unexpected{file.error()};
    if (*file) found = {.file = std::move(*file), .place = apdu::CardAccessPlace::in_application};
    return connection.reset();
}

}  // namespace

std::optional<CardKind> kind_by_atr(ByteView atr) {
    if (shows_module(atr)) return CardKind::cn_id_sam;
    if (starts_with(atr, bare_type_b) || std::ranges::equal(atr, bare_named)) return CardKind::cn_id_bare;
    return std::nullopt;
}

ReaderInterface interface_by_atr(ByteView atr) {
    if (atr.empty()) return ReaderInterface::unknown;
    if (shows_module(atr)) return ReaderInterface::sam;
    const bool made_up =
        atr.size() >= 4 && atr[0] == 0x3B && (atr[1] & 0xF0) == 0x80 && atr[2] == 0x80 && atr[3] == 0x01;
    return made_up ? ReaderInterface::contactless : ReaderInterface::contact;
}

Result<Identification> identify(apdu::CardConnection& connection) {
    const bool extended = connection.protocol() == apdu::Protocol::t0 || connection.extended_length();
    apdu::ResponseChaining channel{connection.channel()};
    const auto selected = apdu::lds::select_application(channel);
    if (!selected) {
        // With a status word the card itself says that it is no eMRTD; without one nothing is known.
        if (selected.error().sw == 0) return std::unexpected{selected.error()};
        return Identification{.card_access = apdu::CardAccessPlace::nowhere, .reader_takes_extended_length = extended};
    }
    if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
    auto card_access = apdu::read_card_access(connection, {.after_reset = true});
    if (!card_access) return std::unexpected{card_access.error()};
    if (const auto done = find_in_application(connection, *card_access); !done) return std::unexpected{done.error()};
    const auto infos = crypto::SecurityInfos::parse(card_access->file.value_or(Bytes{}));
    return Identification{CardKind::emrtd, infos && !infos->pace.empty(), card_access->place, extended};
}

bool believes_module_of(const apdu::ReaderDescription& reader, std::span<const std::string> named) {
    if (reader.vendor == own_vendor && reader.type == own_type) return true;
    return std::ranges::any_of(
        named, [&](const std::string& glob) { return ::fnmatch(glob.c_str(), reader.name.c_str(), 0) == 0; });
}

}  // namespace fivestar::daemon
