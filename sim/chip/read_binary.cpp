// SPDX-License-Identifier: Apache-2.0
// READ BINARY with both instructions. SELECT is in file_commands.cpp.
#include "crypto/tlv/cursor.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/file_commands.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::uint8_t short_identifier_flag = 0x80;
constexpr std::size_t max_offset_octets = 4;

namespace tag {
constexpr tlv::Tag offset = 0x54;
constexpr tlv::Tag discretionary = 0x53;
}  // namespace tag

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

struct Piece {
    ByteView octets = {};
    apdu::StatusWord sw = {};
    bool wrong_mac = false;
};

/// Reads from the offset, limited by Le, the response and the end of the file.
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

/// Response of a quirk to an Le above its limit; nullopt if the quirk sends fewer octets instead.
std::optional<Reply> refuse_length(const ReadLimit& limit) {
    switch (limit.answer) {
        case OverLimit::wrong_length:
            return sw::wrong_length;
        case OverLimit::unprotected_wrong_length: {
            Reply reply = sw::wrong_length;
            reply.unprotected = true;
            return reply;
        }
        case OverLimit::unprotected_wrong_offset: {
            Reply reply = sw::wrong_offset;
            reply.unprotected = true;
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
        if (!status.success()) {
            Reply refusal = status;
            refusal.unprotected = quirks_.short_identifier_status_is_unprotected;
            return refusal;
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
    const Piece piece = read(current_->content, request, quirks_.past_end);
    Reply reply{piece.octets, piece.sw};
    reply.wrong_mac = piece.wrong_mac;
    return reply;
}

/// Offset in DO'54', response in DO'53': the form for offsets above 32,767.
Reply FileCommands::read_wrapped(const apdu::Command& command, bool secured, std::size_t room) {
    const std::uint16_t reference = static_cast<std::uint16_t>(command.p1 << 8 | command.p2);
    if (reference != 0) {
        const auto status = reference <= 0x1F ? enter_by_short_identifier(command.p2, secured)
                                              : enter(by_identifier(reference), secured);
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
    const Piece piece =
        read(current_->content, {offset, fitting_value(command.le), asks_for_all(command.le), fitting_value(room)},
             quirks_.past_end);
    if (piece.octets.empty()) return piece.sw;
    Reply reply{tlv::encode(tag::discretionary, piece.octets), piece.sw};
    reply.wrong_mac = piece.wrong_mac;
    return reply;
}

}  // namespace fivestar::sim
