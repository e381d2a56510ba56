#include "sim/file_commands.hpp"

#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"

#include <algorithm>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::size_t shortest_partial_name = 5;  // the registered part of an AID
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

/// "All there are": the largest Le of either form.
bool asks_for_all(std::uint32_t le) {
    return le == apdu::max_short_le || le == apdu::max_extended_le;
}

bool readable(const CardFile& file, bool secured) {
    return file.access == ReadAccess::always || (file.access == ReadAccess::secure_messaging && secured);
}

/// The answer to SELECT: a template around one name or identifier, if P2 and Le ask for any.
Reply selected(const apdu::Command& command, ByteView description) {
    const std::uint8_t wanted = command.p2 & 0x0CU;
    if (wanted == 0x0C || command.le == 0) return sw::success;
    const auto outer = wanted == 0x00 ? tag::file_control_information : tag::file_control_parameters;
    return {tlv::encode(outer, description), sw::success};
}

std::size_t discretionary_header(std::size_t size) {
    if (size < 0x80) return 2;
    return size < 0x100 ? 3 : 4;
}

/// The longest value whose DO'53' fits.
std::size_t fitting_value(std::size_t octets) {
    for (std::size_t header = 2; header <= 4; ++header) {
        if (octets >= header && discretionary_header(octets - header) <= header) return octets - header;
    }
    return 0;
}

struct Request {
    std::size_t offset;
    std::size_t most;  ///< octets that Le asks for
    bool all;          ///< Le asks for all there are
    std::size_t room;  ///< octets that fit the answer
};

struct Piece {
    ByteView octets = {};
    apdu::StatusWord sw = {};
    bool wrong_mac = false;
};

/// What a file answers to a request: its octets from the offset on, as far as Le, the answer and the file reach.
Piece read(ByteView content, const Request& request, PastEnd past_end) {
    if (request.offset >= content.size()) return {.sw = sw::wrong_offset};
    const std::size_t left = content.size() - request.offset;
    const std::size_t given = std::min(request.most, left);
    if (given > request.room && !request.all) return {.sw = sw::wrong_length};
    const ByteView octets = content.subspan(request.offset, std::min(given, request.room));
    const bool past = left < request.most;
    if (past && past_end == PastEnd::warning_no_data) return {.sw = sw::end_of_file};
    if (past && past_end == PastEnd::wrong_mac) return {octets, sw::success, true};
    const bool warns = past && (!request.all || past_end == PastEnd::warning);
    return {octets, warns ? sw::end_of_file : sw::success, false};
}

bool over(const ReadLimit& limit, std::uint32_t le) {
    return le > limit.octets || limit.answer == OverLimit::exact_length_always;
}

/// A quirk's answer to an Le above its limit; nullopt when it gives a shorter piece instead.
std::optional<Reply> refuse_length(const ReadLimit& limit) {
    switch (limit.answer) {
        case OverLimit::wrong_length:
            return sw::wrong_length;
        case OverLimit::naked_wrong_length: {
            Reply reply = sw::wrong_length;
            reply.naked = true;
            return reply;
        }
        case OverLimit::naked_wrong_offset: {
            Reply reply = sw::wrong_offset;
            reply.naked = true;
            reply.locked = true;
            return reply;
        }
        case OverLimit::exact_length:
        case OverLimit::exact_length_always:
            return apdu::StatusWord{static_cast<std::uint16_t>(0x6C00U | (limit.octets & 0xFFU))};
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

const std::vector<CardFile>& FileCommands::directory() const {
    return in_application_ ? files_.application : files_.master_file;
}

const CardFile* FileCommands::by_identifier(std::uint16_t identifier) const {
    const auto found = std::ranges::find(directory(), identifier, &CardFile::identifier);
    return found == directory().end() ? nullptr : &*found;
}

const CardFile* FileCommands::by_short_identifier(std::uint8_t identifier) const {
    const auto found = std::ranges::find(directory(), identifier, &CardFile::short_identifier);
    return found == directory().end() ? nullptr : &*found;
}

apdu::StatusWord FileCommands::enter(const CardFile* file, bool secured) {
    if (file == nullptr) return sw::file_not_found;
    if (!in_application_ && quirks_.refuses_optional_files) return sw::security_status_not_satisfied;
    if (!readable(*file, secured)) return sw::security_status_not_satisfied;
    current_ = file;
    return sw::success;
}

apdu::StatusWord FileCommands::enter_by_short_identifier(std::uint8_t identifier, bool secured) {
    if (quirks_.refuses_short_identifiers) return sw::incorrect_p1_p2;
    return enter(by_short_identifier(identifier), secured);
}

Reply FileCommands::select(const apdu::Command& command, bool secured) {
    if ((command.p2 & 0xF3U) != 0) return sw::incorrect_p1_p2;  // first or only occurrence, any of the four templates
    if (quirks_.refuses_le_on_select && command.le != 0) return sw::wrong_length;
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
    const auto status = enter(by_identifier(number_of(command.data)), secured);
    if (!status.success()) return status;
    tlv::Writer description;
    description.add(tag::size, two_octets(current_->content.size()));
    description.add(tag::identifier, command.data);
    return selected(command, description.view());
}

Reply FileCommands::read_binary(const apdu::Command& command, bool secured, std::size_t room) {
    if (command.le == 0) return sw::wrong_length;
    return command.ins == 0xB0 ? read_plain(command, secured, room) : read_wrapped(command, secured, room);
}

Reply FileCommands::read_plain(const apdu::Command& command, bool secured, std::size_t room) {
    if (!command.data.empty()) return sw::wrong_length;
    std::size_t offset = std::size_t{command.p1} << 8 | command.p2;
    if ((command.p1 & short_identifier_flag) != 0) {
        if ((command.p1 & 0x60U) != 0) return sw::incorrect_p1_p2;
        const auto status = enter_by_short_identifier(command.p1 & 0x1FU, secured);
        if (!status.success()) return status;
        offset = command.p2;
    }
    if (current_ == nullptr) return sw::no_current_ef;
    if (!readable(*current_, secured)) return sw::security_status_not_satisfied;
    Request request{offset, command.le, asks_for_all(command.le), room};
    if (quirks_.read_limit && over(*quirks_.read_limit, command.le)) {
        if (auto refusal = refuse_length(*quirks_.read_limit)) return std::move(*refusal);
        request.most = quirks_.read_limit->octets;
        request.all = true;
    }
    const Piece piece = read(current_->content, request, quirks_.past_end);
    Reply reply{piece.octets, piece.sw};
    reply.wrong_mac = piece.wrong_mac;
    return reply;
}

/// Offset in a DO'54', answer in a DO'53': the form that reaches past 32,767.
Reply FileCommands::read_wrapped(const apdu::Command& command, bool secured, std::size_t room) {
    const std::uint16_t reference = static_cast<std::uint16_t>(command.p1 << 8 | command.p2);
    if (reference != 0) {
        const auto status = reference <= 0x1F ? enter_by_short_identifier(command.p2, secured)
                                              : enter(by_identifier(reference), secured);
        if (!status.success()) return status;
    }
    if (current_ == nullptr) return sw::no_current_ef;
    if (!readable(*current_, secured)) return sw::security_status_not_satisfied;

    tlv::Cursor cursor{command.data};
    const auto field = cursor.expect(tag::offset);
    if (!field || !cursor.at_end() || field->value.empty() || field->value.size() > max_offset_octets) {
        return sw::incorrect_data;
    }
    std::size_t offset = 0;
    for (const std::uint8_t octet : field->value) offset = offset << 8 | octet;
    const Piece piece =
        read(current_->content, {offset, fitting_value(command.le), asks_for_all(command.le), fitting_value(room)},
             quirks_.past_end);
    if (piece.octets.empty()) return piece.sw;
    Reply reply{tlv::encode(tag::discretionary, piece.octets), piece.sw};
    reply.wrong_mac = piece.wrong_mac;
    return reply;
}

}  // namespace fivestar::sim
