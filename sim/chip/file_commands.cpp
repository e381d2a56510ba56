// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/file_commands.hpp"

#include "crypto/tlv/writer.hpp"

#include <algorithm>

namespace fivestar::sim {
namespace {

namespace sw = apdu::sw;

constexpr std::size_t shortest_partial_name = 5;  // the RID

namespace tag {
constexpr tlv::Tag file_control_information = 0x6F;
constexpr tlv::Tag file_control_parameters = 0x62;
constexpr tlv::Tag size = 0x80;
constexpr tlv::Tag identifier = 0x83;
constexpr tlv::Tag name = 0x84;
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
    const bool optional =
        file->identifier == file_identifier::directory || file->identifier == file_identifier::card_information;
    if (optional && quirks_.refuses_optional_files) return sw::security_status_not_satisfied;
    if (!file->readable(secured)) return sw::security_status_not_satisfied;
    current_ = file;
    return sw::success;
}

apdu::StatusWord FileCommands::enter_by_short_identifier(std::uint8_t identifier, bool secured) {
    if (quirks_.short_identifier_status) return *quirks_.short_identifier_status;
    return enter(by_short_identifier(identifier), secured);
}

Reply FileCommands::select(const apdu::Command& command, bool secured) {
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
    const auto status = enter(by_identifier(number_of(command.data)), secured);
    if (!status.success()) return status;
    tlv::Writer description;
    description.add(tag::size, two_octets(current_->content.size()));
    description.add(tag::identifier, command.data);
    return selected(command, description.view());
}

}  // namespace fivestar::sim
