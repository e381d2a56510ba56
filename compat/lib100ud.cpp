// SPDX-License-Identifier: Apache-2.0
#include "compat/lib100ud.h"

#include "compat/card_record.hpp"
#include "compat/files.hpp"
#include "compat/pictures.hpp"
#include "compat/process.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

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
using fivestar::compat::write_private_file;

namespace {

using CvrField = CardRecord::Field;

constexpr int cvr_success = 1;
constexpr int cvr_error = 0;
constexpr int cvr_exception = 99;
constexpr int cvr_opened = 0;  // `if_open` of the port form
constexpr int usb_protocol = 2;
constexpr std::size_t longest_name = 60;
constexpr std::size_t longest_text = 70;
constexpr std::size_t uid_offset = 4;  // in the management information
constexpr std::size_t uid_octets = 8;
constexpr std::size_t most_base64 = 1U << 20U;

bool copy_length(int* to, std::size_t length) {
    return copy_out(reinterpret_cast<unsigned*>(to), length);
}

int give(void* to, int* length, std::span<const std::uint8_t> octets) {
    return copy_out(to, octets) && copy_length(length, octets.size()) ? cvr_success : cvr_error;
}

int give_text(void* to, int* length, std::span<const std::uint8_t> text) {
    return copy_text(static_cast<char*>(to), text) && copy_length(length, text.size()) ? cvr_success : cvr_error;
}

/// Hands the record of the card that was read to `take`, and its text to the caller.
template <class Take>
int give_from_record(void* to, int* length, Take&& take) {
    return number(cvr_error, [&] {
        const auto message = current_card().message();
        if (message == nullptr) return cvr_error;
        const auto record = CardRecord::of(message->text.view());
        Gbk text;
        return record && take(*record, text) ? give_text(to, length, text.view()) : cvr_error;
    });
}

int give_field(void* to, int* length, CvrField field) {
    return give_from_record(
        to, length, [&](const CardRecord& record, Gbk& text) { return record.text(field, longest_text, text); });
}

bool name_of(const CardRecord& record, Gbk& text) {
    if (record.is_of_foreigner()) return record.english_name(longest_name, text);
    return record.text(CvrField::chinese_name, longest_name, text);
}

/// Copies Base64 of octets and a NUL.
int give_base64(unsigned char* to, int* length, std::span<const std::uint8_t> octets) {
    const std::size_t size = fivestar::compat::base64_size(octets.size());
    if (octets.size() > most_base64) return cvr_error;
    std::vector<std::uint8_t> text(size);
    fivestar::compat::encode_base64(octets, text);
    const int answer = give_text(to, length, text);
    ::explicit_bzero(text.data(), text.size());
    return answer;
}

int authenticate(bool any) {
    const int port = current_card().port();
    if (port == 0) return cvr_error;
    current_card().keep(nullptr);
    if (any && desk().reset(port, cvr_opened) != Code::success) return 2;
    if (desk().find(port, cvr_opened) != Code::found) return 2;
    return desk().select(port, cvr_opened) == Code::success ? cvr_success : 3;
}

/// Name to valid until, a line each, as text for people.
bool readable(const CardRecord& record, std::vector<std::uint8_t>& lines) {
    Gbk text;
    const auto add = [&](bool is_there, std::string_view end) {
        lines.insert(lines.end(), text.view().begin(), text.view().end());
        lines.insert(lines.end(), end.begin(), end.end());
        return is_there;
    };
    const auto field = [&](CvrField name) { return record.text(name, longest_text, text); };
    constexpr std::string_view next = "\r\n";
    return add(name_of(record, text), next) && add(record.sex(longest_text, text), next) &&
           add(record.nation(longest_text, text), next) && add(field(CvrField::birth_date), next) &&
           add(field(CvrField::address), next) && add(field(CvrField::number), next) &&
           add(record.issuer(longest_text, text), next) && add(field(CvrField::valid_from), "-") &&
           add(field(CvrField::valid_until), next);
}

bool write_readable(const fivestar::compat::BaseMessage& message) {
    const auto record = CardRecord::of(message.text.view());
    std::vector<std::uint8_t> lines;
    lines.reserve(1024);  // more than all fields have: no copy is left behind
    const bool is_written = record && readable(*record, lines) && write_private_file("WZ.TXT", lines);
    ::explicit_bzero(lines.data(), lines.size());
    return is_written;
}

/// The files of CVR_Read_Content that have text and portrait. A picture never fails a read.
bool write_message(const fivestar::compat::BaseMessage& message, int active) {
    if (!desk().writes_files()) return true;
    const bool is_text_written =
        active >= 4 ? write_readable(message) : write_private_file("WZ.TXT", message.text.view());
    const bool is_raw_written = active >= 4 || write_private_file("XP.WLT", message.portrait.view());
    if (active != 2) static_cast<void>(fivestar::compat::write_bitmap(message, "ZP.BMP"));
    // Programs of Linux take what they need by functions, in directories that they may not write to.
    return active == 1 || (is_text_written && is_raw_written);
}

template <std::size_t Capacity>
bool write_item(const char* file, const Octets<Capacity>& item) {
    return !desk().writes_files() || write_private_file(file, item.view());
}

int read_content(int active) {
    const int port = current_card().port();
    if (port == 0) return cvr_error;
    if (active == 3) {
        Octets<fivestar::compat::most_addresses> addresses;
        if (desk().addresses(port, cvr_opened, addresses) != Code::success) return cvr_error;
        return write_item("NEWADD.TXT", addresses) ? cvr_success : cvr_error;
    }
    if (active == 5) {
        Octets<fivestar::compat::management_size> management;
        if (desk().management(port, cvr_opened, management) != Code::success) return cvr_error;
        return write_item("IINSNDN.bin", management) ? cvr_success : cvr_error;
    }
    if (active < 1 || active > 6) return cvr_error;
    auto message = desk().read(port, cvr_opened, active == 2 ? Portrait::as_stored : Portrait::for_picture);
    if (!message) return cvr_error;
    const std::shared_ptr<const fivestar::compat::BaseMessage> kept = std::move(*message);
    current_card().keep(kept);
    return write_message(*kept, active) ? cvr_success : cvr_error;
}

}  // namespace

int CVR_InitComm(const char* /*path*/, int protocol) {
    constexpr int cannot_open = 2;
    return number(cannot_open, [&] {
        const int port = desk().usual_port(protocol != usb_protocol);
        if (port == 0 || desk().open(port) != Code::success) return cannot_open;
        current_card().use(port);
        return cvr_success;
    });
}

int CVR_CloseComm() {
    constexpr int was_closed = -1;
    return number(was_closed, [] {
        const int port = current_card().port();
        current_card().use(0);
        return port != 0 && desk().close(port) == Code::success ? cvr_success : was_closed;
    });
}

int CVR_GetStatus() {
    return number(cvr_error, [] {
        return desk().status(current_card().port(), cvr_opened) == Code::success ? cvr_success : cvr_error;
    });
}

int CVR_GetSAMID(char* sam_id, int* length) {
    return number(cvr_error, [&] {
        const auto printed = desk().sam_id(current_card().port(), cvr_opened);
        if (!printed) return cvr_error;
        return copy_text(sam_id, *printed) && copy_length(length, printed->size()) ? cvr_success : cvr_error;
    });
}

int CVR_Authenticate() {
    return number(cvr_error, [] { return authenticate(current_card().are_repeats_allowed()); });
}

int CVR_AuthenticateForNoJudge() {
    return number(cvr_error, [] { return authenticate(true); });
}

int CVR_Read_Content(int active) {
    return number(cvr_exception, [&] { return read_content(active); });
}

int CVR_ReadBaseMsg(unsigned char* text, unsigned int* text_length, unsigned char* photo, unsigned int* photo_length,
                    int mode) {
    return number(cvr_exception, [&] {
        const int port = current_card().port();
        if (port == 0 || mode < 1 || mode > 4) return cvr_error;
        const bool has_file = mode > 2 && desk().writes_files();
        auto message = desk().read(port, cvr_opened, has_file ? Portrait::for_picture : Portrait::as_stored);
        if (!message) return cvr_error;
        const std::shared_ptr<const fivestar::compat::BaseMessage> kept = std::move(*message);
        current_card().keep(kept);
        Gbk converted;
        const bool is_record = mode % 2 == 1;
        if (!is_record &&
            !fivestar::compat::gbk_converter().convert(kept->text.view(), fivestar::compat::text_size, converted)) {
            return cvr_error;
        }
        const auto shown = is_record ? kept->text.view() : converted.view();
        const bool is_copied = copy_out(text, shown) && copy_out(text_length, shown.size()) &&
                               copy_out(photo, kept->portrait.view()) && copy_out(photo_length, kept->portrait.size());
        if (has_file) static_cast<void>(fivestar::compat::write_bitmap(*kept, "ZP.BMP"));
        return is_copied ? cvr_success : cvr_error;
    });
}

int CVR_GetUID(char* uid, int* length) {
    return number(cvr_error, [&] {
        Octets<fivestar::compat::management_size> management;
        if (desk().management(current_card().port(), cvr_opened, management) != Code::success) return cvr_error;
        return give(uid, length, management.view().subspan(uid_offset, uid_octets));
    });
}

int GetCertType(unsigned char* text, int* length) {
    return number(cvr_error, [&] {
        const auto message = current_card().message();
        const auto record = message == nullptr ? std::nullopt : CardRecord::of(message->text.view());
        if (!record) return cvr_error;
        const auto letter = [&]() -> std::uint8_t {
            switch (record->kind()) {
                case CardRecord::Kind::permanent_resident_2017:
                    return '1';
                case CardRecord::Kind::hmt:
                    return '2';
                case CardRecord::Kind::permanent_resident_2023:
                    return '4';
                case CardRecord::Kind::citizen:
                    break;
            }
            return '0';
        }();
        return give_text(text, length, {&letter, 1});
    });
}

int GetPeopleName(char* text, int* length) {
    return give_from_record(text, length, &name_of);
}

int GetPeopleChineseName(char* text, int* length) {
    return give_field(text, length, CvrField::chinese_name);
}

int GetPeopleSex(char* text, int* length) {
    return give_from_record(text, length,
                            [](const CardRecord& record, Gbk& sex) { return record.sex(longest_text, sex); });
}

int GetPeopleNation(char* text, int* length) {
    return give_from_record(text, length,
                            [](const CardRecord& record, Gbk& nation) { return record.nation(longest_text, nation); });
}

int GetNationCode(char* text, int* length) {
    return give_from_record(text, length, [](const CardRecord& record, Gbk& code) {
        return record.text(record.is_of_foreigner() ? CvrField::nationality : CvrField::ethnicity, longest_text, code);
    });
}

int GetPeopleBirthday(char* text, int* length) {
    return give_field(text, length, CvrField::birth_date);
}

int GetPeopleAddress(char* text, int* length) {
    return give_field(text, length, CvrField::address);
}

int GetPeopleIDCode(char* text, int* length) {
    return give_field(text, length, CvrField::number);
}

int GetDepartment(char* text, int* length) {
    return give_from_record(text, length,
                            [](const CardRecord& record, Gbk& issuer) { return record.issuer(longest_text, issuer); });
}

int GetStartDate(char* text, int* length) {
    return give_field(text, length, CvrField::valid_from);
}

int GetEndDate(char* text, int* length) {
    return give_field(text, length, CvrField::valid_until);
}

int GetPeopleCertVersion(char* text, int* length) {
    return give_field(text, length, CvrField::card_version);
}

int GetIssuesNum(char* text, int* length) {
    return give_from_record(text, length, [](const CardRecord& record, Gbk& count) {
        const bool is_permit = record.kind() == CardRecord::Kind::hmt;
        return record.text(is_permit ? CvrField::issue_count : CvrField::renewal_count, longest_text, count);
    });
}

int GetOldForeignerIDCode(unsigned char* text, int* length) {
    return give_from_record(text, length,
                            [](const CardRecord& record, Gbk& previous) { return record.previous_number(previous); });
}

int GetNewAppMsg(char* text, int* length) {
    return number(cvr_error, [&] {
        Octets<fivestar::compat::most_addresses> addresses;
        if (desk().addresses(current_card().port(), cvr_opened, addresses) != Code::success) return cvr_error;
        Octets<fivestar::compat::most_addresses + 4> lines;
        std::size_t size = 0;
        bool is_converted = true;
        const bool is_filled = lines.fill(fivestar::compat::most_addresses + 4, [&](std::span<std::uint8_t> to) {
            for (std::size_t at = 0; at < fivestar::compat::appended_addresses(addresses.view()); ++at) {
                Gbk line;
                if (!fivestar::compat::gbk_converter().convert(fivestar::compat::appended_address(addresses.view(), at),
                                                               fivestar::compat::longest_address, line)) {
                    is_converted = false;
                    return;
                }
                if (size > 0) to[size++] = '\n';
                std::ranges::copy(line.view(), to.begin() + static_cast<std::ptrdiff_t>(size));
                size += line.size();
            }
        });
        return is_filled && is_converted ? give_text(text, length, lines.view().first(size)) : cvr_error;
    });
}

int GetBMPData(unsigned char* picture, int* length) {
    return number(cvr_error, [&] {
        const auto message = current_card().message();
        if (message == nullptr) return cvr_error;
        const auto bitmap = fivestar::compat::bitmap_of(*message);
        return bitmap ? give(picture, length, (*bitmap)->view()) : cvr_error;
    });
}

int Getbase64BMPData(unsigned char* text, int* length) {
    return number(cvr_error, [&] {
        const auto message = current_card().message();
        if (message == nullptr) return cvr_error;
        const auto bitmap = fivestar::compat::bitmap_of(*message);
        return bitmap ? give_base64(text, length, (*bitmap)->view()) : cvr_error;
    });
}

int Getbase64JpgData(unsigned char* text, int* length) {
    return number(cvr_error, [&] {
        const auto message = current_card().message();
        if (message == nullptr) return cvr_error;
        const auto picture = desk().picture(*message, "image/jpeg");
        if (!picture) return cvr_error;
        const std::string_view octets = picture->body();
        return give_base64(text, length, {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
    });
}

int DecodingPhotos(char* wlt, int wlt_length, char* picture, int room) {
    return number(cvr_error, [&] {
        constexpr int picture_octets = fivestar::compat::bitmap_size;
        std::array<std::uint8_t, fivestar::compat::portrait_size> octets{};
        if (wlt_length != static_cast<int>(octets.size()) || room < picture_octets) return cvr_error;
        if (!fivestar::compat::copy_in(octets.data(), wlt, octets.size())) return cvr_error;
        const auto bitmap = fivestar::compat::bitmap_of(octets);
        ::explicit_bzero(octets.data(), octets.size());
        return bitmap && copy_out(picture, (*bitmap)->view()) ? picture_octets : cvr_error;
    });
}
