#include "apdu/card_access.hpp"

#include "apdu/file_reader.hpp"
#include "apdu/lds.hpp"
#include "apdu/response_chaining.hpp"

#include <array>

namespace fivestar::apdu {
namespace {

constexpr std::size_t most_octets = 4096;
constexpr std::size_t most_exchanges = 40;

/// What the chip said of the file; anything else is the link's.
bool chip_refused(ErrorCode code) {
    switch (code) {
        case ErrorCode::file_not_found:
        case ErrorCode::access_denied:
        case ErrorCode::unexpected_status:
        case ErrorCode::malformed:
        case ErrorCode::no_progress:
            return true;
        default:
            return false;
    }
}

Command read_by_short_identifier(std::uint32_t le) {
    return {.ins = 0xB0, .p1 = static_cast<std::uint8_t>(0x80U | lds::card_access.short_identifier), .le = le};
}

/// `file_not_found` after one exchange where the chip says so; the other errors of `FileReader::read`.
Result<Bytes> read_here(Channel& channel) {
    const auto first = channel.transmit(read_by_short_identifier(lds::header_octets));
    if (!first) return std::unexpected{first.error()};
    if (first->sw == sw::file_not_found) return fail(ErrorCode::file_not_found, first->sw.value);
    ReadSizes sizes{false};
    const auto file =
        FileReader{sizes, {.octets = most_octets, .exchanges = most_exchanges}}.read(channel, lds::card_access);
    if (!file) {
        // A file that says it is longer than such a file can be.
        if (file.error().code == ErrorCode::limit_exceeded) return fail(ErrorCode::malformed);
        return std::unexpected{file.error()};
    }
    return copy(file->raw);
}

Result<Bytes> find(CardConnection& connection, Channel& channel) {
    auto file = read_here(channel);
    if (file || file.error().code == ErrorCode::file_not_found || !chip_refused(file.error().code)) return file;
    if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
    file = read_here(channel);
    const std::array selections{Command{.ins = 0xA4, .p2 = 0x0C, .data = {0x3F, 0x00}},
                                Command{.ins = 0xA4, .p2 = 0x0C}};
    for (const Command& master_file : selections) {
        if (file || file.error().code == ErrorCode::file_not_found || !chip_refused(file.error().code)) return file;
        const auto selected = channel.transmit(master_file);
        if (!selected) return std::unexpected{selected.error()};
        if (selected->sw.success()) file = read_here(channel);
    }
    return file;
}

/// Whether reader and chip do. Afterwards the card may have been reset.
Result<bool> takes_extended_length(CardConnection& connection, Channel& channel) {
    if (!connection.extended_length() || connection.protocol() != Protocol::t1) return false;
    const auto response = channel.transmit(read_by_short_identifier(max_extended_le));
    if (response) return response->sw.success() || response->sw == sw::end_of_file;
    if (response.error().code != ErrorCode::transport_failure) return std::unexpected{response.error()};
    // It may be the reader's way of refusing.
    if (const auto reset = connection.reset(); !reset) return std::unexpected{reset.error()};
    return false;
}

}  // namespace

Result<CardAccess> read_card_access(CardConnection& connection) {
    ResponseChaining channel{connection.channel()};
    auto file = find(connection, channel);
    if (!file) {
        if (!chip_refused(file.error().code)) return std::unexpected{file.error()};
        return CardAccess{};
    }
    const auto extended = takes_extended_length(connection, channel);
    if (!extended) return std::unexpected{extended.error()};
    return CardAccess{std::move(*file), *extended};
}

Result<std::optional<Bytes>> read_card_access_in_application(Channel& channel) {
    const auto first = channel.transmit(read_by_short_identifier(lds::header_octets));
    if (!first) return std::unexpected{first.error()};
    if (!first->sw.success()) return std::nullopt;
    auto file = read_here(channel);
    if (file) return std::move(*file);
    if (chip_refused(file.error().code)) return std::nullopt;
    return std::unexpected{file.error()};
}

}  // namespace fivestar::apdu
