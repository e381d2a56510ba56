// SPDX-License-Identifier: Apache-2.0
#include "apdu/card_access.hpp"

#include "apdu/lds.hpp"
#include "apdu/response_chaining.hpp"
#include "crypto/tlv/cursor.hpp"

#include <array>
#include <utility>

namespace fivestar::apdu {
namespace {

constexpr std::size_t most_octets = 4096;
constexpr std::size_t most_exchanges = 40;

/// Tells whether the chip refused the file. An endless answer is no refusal: such a chip is asked for nothing more.
bool is_refusal(ErrorCode code) {
    return origin(code) == ErrorOrigin::file && code != ErrorCode::limit_exceeded;
}

Command read_by_short_identifier(std::uint32_t le) {
    return {.ins = 0xB0, .p1 = static_cast<std::uint8_t>(0x80U | lds::card_access.short_identifier), .le = le};
}

/// Reads the file from the current application. `file_not_found` after one exchange where absence is believed;
/// otherwise the errors of `FileReader::read`.
Result<Bytes> read_here(Channel& channel, Absence absence) {
    if (absence == Absence::believed) {
        const auto first = channel.transmit(read_by_short_identifier(lds::header_octets));
        if (!first) return std::unexpected{first.error()};
        if (first->sw == sw::file_not_found) return fail(ErrorCode::file_not_found, first->sw.value);
    }
    ReadSizes sizes{false};
    const auto file =
        FileReader{sizes, {.octets = most_octets, .exchanges = most_exchanges}}.read(channel, lds::card_access);
    if (!file) {
        // The file's header states more octets than an EF.CardAccess can have.
        if (file.error().code == ErrorCode::limit_exceeded) return fail(ErrorCode::malformed);
        return std::unexpected{file.error()};
    }
    return copy(file->raw);
}

bool is_absent(const Result<Bytes>& file) {
    return !file && file.error().code == ErrorCode::file_not_found;
}

Result<Bytes> find(CardConnection& connection, Channel& channel, Absence absence) {
    const auto settled = [absence](const Result<Bytes>& file) {
        return file || !is_refusal(file.error().code) || (is_absent(file) && absence == Absence::believed);
    };
    auto file = read_here(channel, absence);
    if (settled(file)) return file;
    if (!is_absent(file)) {
        if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
        file = read_here(channel, absence);
    }
    const std::array selections{Command{.ins = 0xA4, .p2 = 0x0C, .data = {0x3F, 0x00}},
                                Command{.ins = 0xA4, .p2 = 0x0C}};
    for (const Command& master_file : selections) {
        if (settled(file)) return file;
        const auto selected = channel.transmit(master_file);
        if (!selected) return std::unexpected{selected.error()};
        if (!selected->sw.success()) continue;
        file = read_here(channel, absence);
        if (is_absent(file)) return file;
    }
    return file;
}

/// The result of one READ BINARY with an extended Le.
struct ExtendedProbe {
    bool extended_length = false;
    bool absent = false;  ///< the chip answered that there is no such file
    std::optional<Bytes> file = {};
};

/// Returns the file at the start of an answer, if it is complete.
std::optional<Bytes> whole_file(ByteView octets) {
    const auto header = tlv::read_header(octets);
    if (!header || header->tag != lds::card_access.tag || header->total() > octets.size()) return std::nullopt;
    return copy(octets.first(header->total()));
}

/// Sends the probe where reader and protocol allow it. May reset the card.
Result<ExtendedProbe> probe_extended(CardConnection& connection, Channel& channel) {
    if (!connection.extended_length() || connection.protocol() != Protocol::t1) return ExtendedProbe{};
    const auto response = channel.transmit(read_by_short_identifier(max_extended_le));
    if (!response) {
        if (response.error().code != ErrorCode::transport_failure) return std::unexpected{response.error()};
        // Some readers refuse extended length this way.
        if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
        return ExtendedProbe{};
    }
    if (response->sw == sw::wrong_offset) {
        // Some chips refuse an Le with 6B00 and then accept no secure messaging until they are reset.
        if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
        return ExtendedProbe{};
    }
    ExtendedProbe seen{.extended_length = response->sw != sw::wrong_length,
                       .absent = response->sw == sw::file_not_found};
    if (response->sw.success() || response->sw == sw::end_of_file) seen.file = whole_file(response->data);
    return seen;
}

}  // namespace

Result<CardAccess> read_card_access(CardConnection& connection, Absence absence) {
    ResponseChaining channel{connection.channel()};
    auto seen = probe_extended(connection, channel);
    if (!seen) return std::unexpected{seen.error()};
    CardAccess access{.file = std::move(seen->file), .extended_length = seen->extended_length};
    if (access.file || (seen->absent && absence == Absence::believed)) return access;
    auto file = find(connection, channel, absence);
    if (file) {
        access.file = std::move(*file);
    } else if (!is_refusal(file.error().code)) {
        return std::unexpected{file.error()};
    }
    return access;
}

Result<std::optional<Bytes>> read_card_access_in_application(Channel& channel, FileReader& reader) {
    const auto file = reader.read(channel, lds::card_access);
    if (file) return copy(file->raw);
    if (origin(file.error().code) == ErrorOrigin::file) return std::nullopt;
    return std::unexpected{file.error()};
}

}  // namespace fivestar::apdu
