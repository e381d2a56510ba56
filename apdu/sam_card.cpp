// SPDX-License-Identifier: Apache-2.0
#include "apdu/sam_card.hpp"

#include <optional>
#include <tuple>
#include <utility>

namespace fivestar::apdu {
namespace {

constexpr std::size_t header_size = 4;
/// Size of the stream of every known card: header, 256 octets of text, 1,024 of portrait.
constexpr std::uint32_t stream_size = 1284;
constexpr std::size_t module_id_size = 16;
constexpr std::size_t module_result_size = 3;
constexpr std::size_t management_size = 28;
/// Four addresses of 70 octets.
constexpr std::uint32_t max_addresses = 280;

// SW3 of GA/T 467 that do not report a failure.
constexpr std::uint8_t nothing_yet = 0x00;
constexpr std::uint8_t success = 0x90;
constexpr std::uint8_t no_such_item = 0x91;
constexpr std::uint8_t card_found = 0x9F;

/// Parameter of the command that reads the appended addresses. Few cards have any.
constexpr std::uint8_t read_addresses = 0x03;

// P1 of GET DATA.
constexpr std::uint8_t id_of_module = 0xF0;
constexpr std::uint8_t last_result = 0xF1;
constexpr std::uint8_t addresses = 0xF2;
constexpr std::uint8_t management = 0xF3;
constexpr std::uint8_t zeros = 0xF5;

Command block(unsigned number, std::uint32_t le) {
    return {.cla = 0xFF, .ins = 0xB0, .p1 = static_cast<std::uint8_t>(number), .le = le};
}

Command get_data(std::uint8_t what, std::uint32_t le) {
    return {.cla = 0xFF, .ins = 0xCA, .p1 = what, .le = le};
}

bool unknown_command(StatusWord sw) {
    return sw == sw::ins_not_supported || sw == sw::cla_not_supported || sw == sw::function_not_supported;
}

struct Lengths {
    std::size_t text;
    std::size_t portrait;
};

/// Parses the lengths; nullopt while the stream is shorter than its header. `malformed` for lengths that no card has.
Result<std::optional<Lengths>> parse_header(ByteView stream) {
    if (stream.size() < header_size) return std::nullopt;
    const auto number = [&](std::size_t at) { return std::size_t{stream[at]} << 8 | stream[at + 1]; };
    const Lengths lengths{.text = number(0), .portrait = number(2)};
    if (lengths.text == 0 || lengths.text > SamCard::max_text || lengths.portrait > SamCard::max_portrait) {
        return fail(ErrorCode::malformed);
    }
    return lengths;
}

/// Returns the octets of the stream that are needed; before its header was read, those of every known card.
Result<std::size_t> needed(ByteView stream, bool portrait) {
    const auto lengths = parse_header(stream);
    if (!lengths) return std::unexpected{lengths.error()};
    if (!*lengths) return stream_size;
    return header_size + (*lengths)->text + (portrait ? (*lengths)->portrait : 0);
}

}  // namespace

Result<SamRecord> SamCard::read(bool portrait) {
    auto stream = extended_length_ ? read_whole(portrait) : read_blocks(portrait);
    if (!stream) return std::unexpected{stream.error()};
    const auto lengths = parse_header(*stream);
    if (!lengths) return std::unexpected{lengths.error()};
    const ByteView content = stream->view().subspan(header_size);
    SamRecord record{.text = PersonalBytes{content.first((*lengths)->text)}};
    if (portrait) record.portrait = PersonalBytes{content.subspan((*lengths)->text, (*lengths)->portrait)};
    return record;
}

Result<PersonalBytes> SamCard::read_whole(bool portrait) {
    auto response = channel_.transmit(block(0, stream_size));
    if (!response) {
        if (response.error().code == ErrorCode::transport_failure) extended_length_ = false;
        return std::unexpected{response.error()};
    }
    if (!response->sw.success()) {
        const Error error = failure(response->sw);
        // If the module reports no failure, the reader refused the length.
        if (error.module_code != 0 || error.code == ErrorCode::card_removed) return std::unexpected{error};
        extended_length_ = false;
        return read_blocks(portrait);
    }
    const auto size = needed(response->data, portrait);
    if (!size) return std::unexpected{size.error()};
    if (response->data.size() < *size) {  // cut to a short answer
        extended_length_ = false;
        return read_blocks(portrait);
    }
    if (progress_) progress_(*size, *size);
    return std::move(response->data);
}

/// Octets after the end of the stream in the last block are padding.
Result<PersonalBytes> SamCard::read_blocks(bool portrait) {
    PersonalBytes stream;
    stream.reserve(stream_size);
    for (unsigned number = 0; number < max_blocks; ++number) {
        const auto size = needed(stream, portrait);
        if (!size) return std::unexpected{size.error()};
        if (stream.size() >= *size) return stream;
        if (progress_) progress_(stream.size(), *size);
        const auto response = read_block(number, *size - stream.size());
        if (!response) return std::unexpected{response.error()};
        const bool good = response->sw.success() || (response->sw == sw::end_of_file && !response->data.empty());
        if (!good) return std::unexpected{failure(response->sw)};
        if (response->data.empty()) return fail(ErrorCode::no_progress, response->sw.value);
        stream.append(response->data);
    }
    return fail(ErrorCode::limit_exceeded);
}

Result<Response> SamCard::read_block(unsigned number, std::size_t missing) {
    auto response = channel_.transmit(block(number, max_short_le));
    // The last block is short, and some readers require its exact length but do not name it.
    if (!response || response->sw != sw::wrong_length || missing >= max_short_le) return response;
    return channel_.transmit(block(number, static_cast<std::uint32_t>(missing)));
}

Result<Bytes> SamCard::module_id() {
    const auto response = channel_.transmit(get_data(id_of_module, module_id_size));
    if (!response) return std::unexpected{response.error()};
    if (!response->sw.success()) return fail(ErrorCode::unexpected_status, response->sw.value);
    if (response->data.size() != module_id_size) return fail(ErrorCode::malformed, response->sw.value);
    return copy(response->data);
}

Result<PersonalBytes> SamCard::appended_addresses() {
    auto response = channel_.transmit(get_data(addresses, extended_length_ ? max_addresses : max_short_le));
    if (!response) return std::unexpected{response.error()};
    if (response->sw.success()) return std::move(response->data);
    if (response->sw == sw::reference_not_found) return PersonalBytes{};
    const Error error = failure(response->sw);
    if (error.code == ErrorCode::unsupported) return PersonalBytes{};
    return std::unexpected{error};
}

Result<PersonalBytes> SamCard::management_information() {
    auto response = channel_.transmit(get_data(management, management_size));
    if (!response) return std::unexpected{response.error()};
    if (response->sw.success()) {
        if (response->data.size() != management_size) return fail(ErrorCode::malformed, response->sw.value);
        return std::move(response->data);
    }
    const Error error = failure(response->sw);
    if (error.code == ErrorCode::unsupported) return PersonalBytes{};
    return std::unexpected{error};
}

void SamCard::overwrite_answers() {
    std::ignore = channel_.transmit(get_data(zeros, extended_length_ ? stream_size : max_short_le));
}

/// Returns the module's last failure; 0 if there is none or the reader does not report it.
std::uint8_t SamCard::module_code() {
    const auto response = channel_.transmit(get_data(last_result, module_result_size));
    if (!response || !response->sw.success() || response->data.size() != module_result_size) return 0;
    const std::uint8_t code = response->data[2];
    const bool no_address = code == no_such_item && response->data[1] == read_addresses;
    const bool complaint = code != nothing_yet && code != success && code != card_found && !no_address;
    return complaint ? code : 0;
}

Error SamCard::failure(StatusWord sw) {
    if (sw == sw::conditions_not_satisfied) return {.code = ErrorCode::card_removed, .sw = sw.value};
    if (const std::uint8_t code = module_code(); code != 0) {
        return {.code = ErrorCode::sam_error, .sw = sw.value, .module_code = code};
    }
    return {.code = unknown_command(sw) ? ErrorCode::unsupported : ErrorCode::sam_error, .sw = sw.value};
}

}  // namespace fivestar::apdu
