// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/file_commands.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::size_t shortest_partial_name = 5;  // the RID
constexpr std::uint8_t short_identifier_flag = 0x80;
constexpr std::size_t max_offset_octets = 4;

namespace tag {
constexpr tlv::Tag file_control_information = 0x6F;
constexpr tlv::Tag file_control_parameters = 0x62;
constexpr tlv::Tag size = 0x80;
constexpr tlv::Tag identifier = 0x83;
constexpr tlv::Tag name = 0x84;
constexpr tlv::Tag offset = 0x54;
constexpr tlv::Tag discretionary = 0x53;
}  // namespace tag

Bytes two_octets(std::size_t number) {
    return {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

std::uint16_t number_of(ByteView two) {
    return static_cast<std::uint16_t>(two[0] << 8 | two[1]);
}

/// Response to SELECT: a template around the name or identifier, if P2 and Le ask for one.
Reply selected(const apdu::Command& command, ByteView description) {
    const std::uint8_t wanted = command.p2 & 0x0CU;
    if (wanted == 0x0C || command.le == 0) return sw::success;
    const auto outer = wanted == 0x00 ? tag::file_control_information : tag::file_control_parameters;
    return {tlv::encode(outer, description), sw::success};
}

/// True for Le 00 or 0000, which ask for all remaining octets.
bool asks_for_all(std::uint32_t le) {
    return le == apdu::max_short_le || le == apdu::max_extended_le;
}

std::size_t discretionary_header(std::size_t size) {
    if (size < 0x80) return 2;
    return size < 0x100 ? 3 : 4;
}

/// The longest value whose DO'53' fits into `octets`.
std::size_t fitting_value(std::size_t octets) {
    for (std::size_t header = 2; header <= 4; ++header) {
        if (octets >= header && discretionary_header(octets - header) <= header) return octets - header;
    }
    return 0;
}

struct Request {
    std::size_t offset;
    std::size_t most;  ///< octets that Le names
    bool all;          ///< Le is 00 or 0000
    std::size_t room;  ///< octets that fit into the response
};

/// Reads from the offset, limited by Le, the response and the end of the file.
Reply read(ByteView content, const Request& request, PastEnd past_end) {
    if (request.offset >= content.size()) return sw::wrong_offset;
    const std::size_t left = content.size() - request.offset;
    const std::size_t given = std::min(request.most, left);
    if (given > request.room && !request.all) return sw::wrong_length;
    const bool past = left < request.most;
    if (past && past_end == PastEnd::warning_no_data) return sw::end_of_file;
    const bool wrong_mac = past && past_end == PastEnd::wrong_mac;
    const bool warns = past && !wrong_mac && (!request.all || past_end == PastEnd::warning);
    Reply reply{content.subspan(request.offset, std::min(given, request.room)), warns ? sw::end_of_file : sw::success};
    reply.wrong_mac = wrong_mac;
    return reply;
}

bool over(const ReadLimit& limit, std::uint32_t le) {
    return le > limit.octets || limit.answer == OverLimit::exact_length_always;
}

Reply unprotected(apdu::StatusWord status, bool locked = false) {
    Reply reply = status;
    reply.unprotected = true;
    reply.locked = locked;
    return reply;
}

/// Response of a quirk to an Le above its limit; nullopt if the quirk sends fewer octets instead.
std::optional<Reply> refuse_length(const ReadLimit& limit) {
    switch (limit.answer) {
        case OverLimit::wrong_length:
            return sw::wrong_length;
        case OverLimit::unprotected_wrong_length:
            return unprotected(sw::wrong_length);
        case OverLimit::unprotected_wrong_offset:
            return unprotected(sw::wrong_offset, true);
        case OverLimit::exact_length:
        case OverLimit::exact_length_always:
            return sw::exact_le(limit.octets);
        case OverLimit::nothing:
            return sw::success;
        case OverLimit::fewer:
            break;
    }
    return std::nullopt;
}

}  // namespace

FileCommands::FileCommands(const FileSystem& files, const Quirks& quirks) : files_(files), quirks_(quirks) {}

void FileCommands::reset() {
    in_application_ = false;
    current_ = nullptr;
}

template <class Number>
apdu::StatusWord FileCommands::enter(Number CardFile::* kind, Number identifier, bool secured) {
    const std::vector<CardFile>& directory = in_application_ ? files_.application : files_.master_file;
    const auto file = std::ranges::find(directory, identifier, kind);
    if (file == directory.end()) return sw::file_not_found;
    const bool optional =
        file->identifier == file_identifier::directory || file->identifier == file_identifier::card_information;
    if (optional && quirks_.refuses_optional_files) return sw::security_status_not_satisfied;
    if (!file->readable(secured)) return sw::security_status_not_satisfied;
    current_ = &*file;
    return sw::success;
}

apdu::StatusWord FileCommands::enter_by_short_identifier(std::uint8_t identifier, bool secured) {
    if (quirks_.short_identifier_status) return *quirks_.short_identifier_status;
    const auto& outside = files_.master_file;
    if (quirks_.short_identifiers_leave_application &&
        std::ranges::find(outside, identifier, &CardFile::short_identifier) != outside.end()) {
        in_application_ = false;
    }
    return enter(&CardFile::short_identifier, identifier, secured);
}

Reply FileCommands::select(const apdu::Command& command, bool secured) {
    constexpr std::uint8_t by_name = 0x04;
    if (const auto status = closed_status(secured); status && command.p1 != by_name) return *status;
    if ((command.p2 & 0xF3U) != 0) return sw::incorrect_p1_p2;  // first or only occurrence, any template
    if (quirks_.refuses_le_on_select && command.le != 0) return sw::wrong_length;
    if (quirks_.bare_selection_status && (command.p2 & 0x0CU) == 0x0C) return *quirks_.bare_selection_status;
    Reply reply = select_named(command, secured);
    if (quirks_.selection_warning && reply.response.sw.success()) reply.response.sw = *quirks_.selection_warning;
    return reply;
}

Reply FileCommands::select_named(const apdu::Command& command, bool secured) {
    switch (command.p1) {
        case 0x00:
            if (command.data.empty() ||
                (command.data.size() == 2 && number_of(command.data) == file_identifier::master_file)) {
                return select_master_file(command);
            }
            return select_file(command, secured);
        case 0x02:
            return select_file(command, secured);
        case 0x04:
            return select_application(command);
        default:
            return sw::incorrect_p1_p2;
    }
}

Reply FileCommands::select_master_file(const apdu::Command& command) {
    if (quirks_.master_file_hangs) {
        Reply reply = sw::success;
        reply.hangs = true;
        return reply;
    }
    if (quirks_.master_file_status) return *quirks_.master_file_status;
    reset();
    return selected(command, tlv::encode(tag::identifier, two_octets(file_identifier::master_file)));
}

Reply FileCommands::select_application(const apdu::Command& command) {
    const Bytes& name = files_.application_identifier;
    const bool matches = command.data.size() >= shortest_partial_name && command.data.size() <= name.size() &&
                         std::ranges::equal(command.data, ByteView{name}.first(command.data.size()));
    if (!matches || quirks_.lacks_application) return sw::file_not_found;
    in_application_ = true;
    current_ = nullptr;
    return selected(command, tlv::encode(tag::name, name));
}

Reply FileCommands::select_file(const apdu::Command& command, bool secured) {
    if (command.data.size() != 2) return sw::wrong_length;
    const auto status = enter(&CardFile::identifier, number_of(command.data), secured);
    if (!status.success()) return status;
    tlv::Writer description;
    description.add(tag::size, two_octets(current_->content.size()));
    description.add(tag::identifier, command.data);
    return selected(command, description.view());
}

Reply FileCommands::read_binary(const apdu::Command& command, bool secured, std::size_t room) {
    if (const auto status = closed_status(secured)) return *status;
    if (command.le == 0) return sw::wrong_length;
    return command.ins == 0xB0 ? read_plain(command, secured, room) : read_wrapped(command, secured, room);
}

Reply FileCommands::read_plain(const apdu::Command& command, bool secured, std::size_t room) {
    if (!command.data.empty()) return sw::wrong_length;
    std::size_t offset = std::size_t{command.p1} << 8 | command.p2;
    if ((command.p1 & short_identifier_flag) != 0) {
        if ((command.p1 & 0x60U) != 0) return sw::incorrect_p1_p2;
        const auto status = enter_by_short_identifier(command.p1 & 0x1FU, secured);
        if (!status.success()) {
            return quirks_.short_identifier_status_is_unprotected ? unprotected(status) : Reply{status};
        }
        offset = command.p2;
    }
    if (current_ == nullptr) return sw::no_current_ef;
    if (!current_->readable(secured)) return sw::security_status_not_satisfied;
    Request request{offset, command.le, asks_for_all(command.le), room};
    if (quirks_.read_limit && over(*quirks_.read_limit, command.le)) {
        if (auto refusal = refuse_length(*quirks_.read_limit)) return std::move(*refusal);
        request.most = quirks_.read_limit->octets;
        request.all = true;
    }
    return read(current_->content, request, quirks_.past_end);
}

/// Offset in DO'54', response in DO'53': the form for offsets above 32,767.
Reply FileCommands::read_wrapped(const apdu::Command& command, bool secured, std::size_t room) {
    const std::uint16_t reference = static_cast<std::uint16_t>(command.p1 << 8 | command.p2);
    if (reference != 0) {
        const auto status = reference <= 0x1F ? enter_by_short_identifier(command.p2, secured)
                                              : enter(&CardFile::identifier, reference, secured);
        if (!status.success()) return status;
    }
    if (current_ == nullptr) return sw::no_current_ef;
    if (!current_->readable(secured)) return sw::security_status_not_satisfied;

    tlv::Cursor cursor{command.data};
    const auto field = cursor.expect(tag::offset);
    if (!field || !cursor.at_end() || field->value.empty() || field->value.size() > max_offset_octets) {
        return sw::incorrect_data;
    }
    std::size_t offset = 0;
    for (const std::uint8_t octet : field->value) offset = offset << 8 | octet;
    Reply reply =
        read(current_->content, {offset, fitting_value(command.le), asks_for_all(command.le), fitting_value(room)},
             quirks_.past_end);
    PersonalBytes& data = reply.response.data;
    if (!data.empty()) data = PersonalBytes{tlv::encode(tag::discretionary, data)};
    return reply;
}

}  // namespace fivestar::sim
