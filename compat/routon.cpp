// SPDX-License-Identifier: Apache-2.0
#include "compat/routon.h"

#include "compat/card_record.hpp"
#include "compat/pictures.hpp"
#include "compat/process.hpp"

#include <algorithm>
#include <array>
#include <string>

using fivestar::compat::BaseMessage;
using fivestar::compat::CardRecord;
using fivestar::compat::Code;
using fivestar::compat::copy_out;
using fivestar::compat::copy_text;
using fivestar::compat::current_card;
using fivestar::compat::desk;
using fivestar::compat::Gbk;
using fivestar::compat::number;
using fivestar::compat::Octets;
using fivestar::compat::Portrait;

namespace {

using Field = CardRecord::Field;

constexpr int routon_success = 1;
constexpr int routon_failure = 0;
constexpr int routon_opened = 0;  // `if_open` of the port form
constexpr std::size_t address_room = fivestar::compat::longest_address + 1;
constexpr std::size_t row_octets = 192;
constexpr std::size_t longest_directory = 3800;

/// The texts of a citizen's card in the order of the record, and the octets that programs have for each.
struct Infos {
    struct Info {
        std::size_t room;
        Gbk text = {};
    };
    Info name{31};
    Info sex{3};
    Info folk{10};
    Info birth{9};
    Info address{address_room};
    Info code{19};
    Info agency{31};
    Info from{9};
    Info to{9};

    std::array<const Info*, 9> in_order() const {
        return {&name, &sex, &folk, &birth, &address, &code, &agency, &from, &to};
    }
};

bool take_infos(const CardRecord& record, Infos& infos) {
    const auto field = [&](Field name, Infos::Info& info) { return record.text(name, info.room - 1, info.text); };
    return field(Field::chinese_name, infos.name) && record.sex(infos.sex.room - 1, infos.sex.text) &&
           record.nation(infos.folk.room - 1, infos.folk.text) && field(Field::birth_date, infos.birth) &&
           field(Field::address, infos.address) && field(Field::number, infos.code) &&
           record.issuer(infos.agency.room - 1, infos.agency.text) && field(Field::valid_from, infos.from) &&
           field(Field::valid_until, infos.to);
}

std::unique_ptr<BaseMessage> read_card(Portrait portrait) {
    auto message = desk().read(current_card().port(), routon_opened, portrait);
    return message ? std::move(*message) : nullptr;
}

/// False without a message, and for cards whose fields are others.
bool take_infos(const BaseMessage* message, Infos& infos) {
    if (message == nullptr) return false;
    const auto record = CardRecord::of(message->text.view());
    return record && record->is_of_citizen_form() && take_infos(*record, infos);
}

/// `to` is in the order of the record.
bool copy_infos(const BaseMessage* message, const std::array<char*, 9>& to) {
    Infos infos;
    if (!take_infos(message, infos)) return false;
    const auto texts = infos.in_order();
    for (std::size_t at = 0; at < to.size(); ++at) {
        if (!copy_text(to.at(at), texts.at(at)->text.view())) return false;
    }
    return true;
}

}  // namespace

int InitComm(int port) {
    return number(routon_failure, [&] {
        if (desk().open(port) != Code::success) return routon_failure;
        current_card().use(port);
        return routon_success;
    });
}

int CloseComm() {
    return number(routon_failure, [] {
        const int port = current_card().port();
        current_card().use(0);
        return desk().close(port) == Code::success ? routon_success : routon_failure;
    });
}

int Authenticate() {
    return number(routon_failure, [] {
        const int port = current_card().port();
        if (current_card().are_repeats_allowed() && desk().reset(port, routon_opened) != Code::success)
            return routon_failure;
        const bool is_found = desk().find(port, routon_opened) == Code::found;
        return is_found && desk().select(port, routon_opened) == Code::success ? routon_success : routon_failure;
    });
}

int CardOn() {
    return number(routon_failure, [] {
        return desk().presence(current_card().port(), routon_opened) == Code::found ? routon_success : routon_failure;
    });
}

int ReadBaseInfos(char* name, char* sex, char* folk, char* birth, char* code, char* address, char* agency, char* from,
                  char* to) {
    return number(routon_failure, [&] {
        const auto message = read_card(Portrait::as_stored);
        return copy_infos(message.get(), {name, sex, folk, birth, address, code, agency, from, to}) ? routon_success
                                                                                                    : routon_failure;
    });
}

int ReadBaseInfosPhoto(char* name, char* sex, char* folk, char* birth, char* code, char* address, char* agency,
                       char* from, char* to, char* directory) {
    return number(routon_failure, [&] {
        std::string path;
        if (!fivestar::compat::copy_text_in(path, directory, longest_directory)) return routon_failure;
        const auto message = read_card(Portrait::for_picture);
        if (!copy_infos(message.get(), {name, sex, folk, birth, address, code, agency, from, to}))
            return routon_failure;
        // A portrait never fails a read.
        static_cast<void>(fivestar::compat::write_bitmap(*message, path + "/photo.bmp"));
        return routon_success;
    });
}

int ReadBaseMsg(unsigned char* text, int* length) {
    return number(routon_failure, [&] {
        Infos infos;
        if (!take_infos(read_card(Portrait::as_stored).get(), infos)) return routon_failure;
        Octets<row_octets> row;
        const bool is_filled = row.fill(row_octets, [&](std::span<std::uint8_t> octets) {
            for (const Infos::Info* info : infos.in_order()) {
                std::ranges::copy(info->text.view(), octets.begin());
                octets = octets.subspan(info->room);
            }
        });
        const bool is_copied =
            is_filled && copy_out(text, row.view()) && copy_out(reinterpret_cast<unsigned*>(length), row.size());
        return is_copied ? routon_success : routon_failure;
    });
}

int ReadBaseMsgW(unsigned char* text, int* length) {
    return number(routon_failure, [&] {
        const auto message = read_card(Portrait::as_stored);
        if (message == nullptr) return routon_failure;
        const bool is_copied =
            copy_out(text, message->text.view()) && copy_out(reinterpret_cast<unsigned*>(length), message->text.size());
        return is_copied ? routon_success : routon_failure;
    });
}

int ReadNewAppInfos(unsigned char* first, unsigned char* second, unsigned char* third, unsigned char* fourth,
                    int* count) {
    return number(routon_failure, [&] {
        Octets<fivestar::compat::most_addresses> octets;
        if (desk().addresses(current_card().port(), routon_opened, octets) != Code::success) return routon_failure;
        const std::array rooms{first, second, third, fourth};
        const std::size_t known = std::min(fivestar::compat::appended_addresses(octets.view()), rooms.size());
        for (std::size_t at = 0; at < rooms.size(); ++at) {
            Gbk text;
            const auto address =
                at < known ? fivestar::compat::appended_address(octets.view(), at) : std::span<const std::uint8_t>{};
            if (!fivestar::compat::gbk_converter().convert(address, fivestar::compat::longest_address, text) ||
                !copy_text(reinterpret_cast<char*>(rooms.at(at)), text.view())) {
                return routon_failure;
            }
        }
        return copy_out(reinterpret_cast<unsigned*>(count), known) ? routon_success : routon_failure;
    });
}

int ReadIINSNDN(char* octets) {
    return number(routon_failure, [&] {
        Octets<fivestar::compat::management_size> management;
        if (desk().management(current_card().port(), routon_opened, management) != Code::success) return routon_failure;
        return copy_out(octets, management.view()) ? routon_success : routon_failure;
    });
}

int GetSAMIDToStr(char* sam_id) {
    return number(routon_failure, [&] {
        const auto printed = desk().sam_id(current_card().port(), routon_opened);
        return printed && copy_text(sam_id, *printed) ? routon_success : routon_failure;
    });
}

int Routon_RepeatRead(unsigned char is_allowed) {
    return number(routon_failure, [&] {
        current_card().allow_repeats(is_allowed != 0);
        return routon_success;
    });
}

int Routon_Mute(unsigned char /*is_mute*/) {
    return routon_success;
}

int Routon_BeepLED(unsigned char /*is_beeping*/, unsigned char /*is_lit*/, unsigned int /*duration*/) {
    return routon_success;
}

int Routon_FindPassport() {
    return routon_failure;
}

int Routon_ReadPassport(char* /*first_line*/, char* /*second_line*/, char* /*third_line*/) {
    return routon_failure;
}
