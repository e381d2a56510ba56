// SPDX-License-Identifier: Apache-2.0
#include "compat/sdtapi.h"

#include "compat/card_calls.hpp"
#include "compat/files.hpp"
#include "compat/process.hpp"

#include <string>
#include <unistd.h>

using fivestar::compat::answer;
using fivestar::compat::Code;
using fivestar::compat::copy_out;
using fivestar::compat::copy_text;
using fivestar::compat::desk;
using fivestar::compat::Octets;
using fivestar::compat::write_private_file;

namespace {

constexpr unsigned least_rf_octets = 24;  // GA/T 467: 24 to 255

Code read_to_files(int port, const char* text_file, unsigned* text_length, const char* photo_file,
                   unsigned* photo_length, int if_open) {
    if (text_file == nullptr || photo_file == nullptr) return Code::parameter;
    const auto message = desk().read(port, if_open);
    if (!message) return message.error();
    const auto& text = (*message)->text;
    const auto& portrait = (*message)->portrait;
    if (!write_private_file(text_file, text.view())) return Code::refused;
    if (!write_private_file(photo_file, portrait.view())) {
        ::unlink(text_file);
        return Code::refused;
    }
    return copy_out(text_length, text.size()) && copy_out(photo_length, portrait.size()) ? Code::success
                                                                                         : Code::parameter;
}

Code read_management(int port, unsigned char* octets, int if_open) {
    if (octets == nullptr) return Code::parameter;
    Octets<fivestar::compat::management_size> management;
    const Code code = desk().management(port, if_open, management);
    if (code != Code::success) return code;
    return copy_out(octets, management.view()) ? Code::success : Code::parameter;
}

}  // namespace

int SDT_OpenPort(int port) {
    return answer([&] { return desk().open(port); });
}

int SDT_ClosePort(int port) {
    return answer([&] { return desk().close(port); });
}

int SDT_GetCOMBaud(int port, unsigned int* rate) {
    return answer([&] {
        if (rate == nullptr) return Code::parameter;
        const auto known = desk().rate(port);
        if (!known) return known.error();
        return copy_out(rate, *known) ? Code::success : Code::parameter;
    });
}

int SDT_SetCOMBaud(int port, unsigned int current_rate, unsigned int rate) {
    return answer([&] { return desk().set_rate(port, current_rate, rate); });
}

int SDT_GetErrorString(int code, char* text) {
    return answer([&] {
        const std::string_view known = fivestar::compat::text_of(code);
        const bool is_copied = copy_text(text, known.empty() ? "unknown code" : known);
        return is_copied && !known.empty() ? Code::success : Code::parameter;
    });
}

int SDT_GetSAMStatus(int port, int if_open) {
    return answer([&] { return desk().status(port, if_open); });
}

int SDT_ResetSAM(int port, int if_open) {
    return answer([&] { return desk().reset(port, if_open); });
}

int SDT_SetMaxRFByte(int port, unsigned char octets, int if_open) {
    // The driver sets what the module needs.
    return answer([&] { return octets < least_rf_octets ? Code::parameter : desk().check(port, if_open); });
}

int SDT_GetSAMID(int port, unsigned char* id, int if_open) {
    return answer([&] {
        if (id == nullptr) return Code::parameter;
        const auto printed = desk().sam_id(port, if_open);
        if (!printed) return printed.error();
        const auto octets = fivestar::compat::sam_id_octets(*printed);
        if (!octets) return Code::unknown;
        return copy_out(id, *octets) ? Code::success : Code::parameter;
    });
}

int SDT_GetSAMIDToStr(int port, char* id, int if_open) {
    return answer([&] {
        if (id == nullptr) return Code::parameter;
        const auto printed = desk().sam_id(port, if_open);
        if (!printed) return printed.error();
        return copy_text(id, *printed) ? Code::success : Code::parameter;
    });
}

int SDT_StartFindIDCard(int port, unsigned char* iin, int if_open) {
    return answer([&] { return fivestar::compat::find_card(port, iin, if_open); });
}

int SDT_SelectIDCard(int port, unsigned char* serial_number, int if_open) {
    return answer([&] { return fivestar::compat::select_card(port, serial_number, if_open); });
}

int SDT_ReadBaseMsg(int port, unsigned char* text, unsigned int* text_length, unsigned char* photo,
                    unsigned int* photo_length, int if_open) {
    return answer([&] { return fivestar::compat::read_card(port, text, text_length, photo, photo_length, if_open); });
}

int SDT_ReadBaseMsgToFile(int port, char* text_file, unsigned int* text_length, char* photo_file,
                          unsigned int* photo_length, int if_open) {
    return answer([&] { return read_to_files(port, text_file, text_length, photo_file, photo_length, if_open); });
}

// The daemon never hands out fingerprints: their length is 0, as of a card that has none.

int SDT_ReadBaseFPMsg(int port, unsigned char* text, unsigned int* text_length, unsigned char* photo,
                      unsigned int* photo_length, unsigned char* fingerprints, unsigned int* fingerprints_length,
                      int if_open) {
    return answer([&] {
        if (fingerprints == nullptr) return Code::parameter;
        const Code code = fivestar::compat::read_card(port, text, text_length, photo, photo_length, if_open);
        return copy_out(fingerprints_length, 0) ? code : Code::parameter;
    });
}

int SDT_ReadBaseFPMsgToFile(int port, char* text_file, unsigned int* text_length, char* photo_file,
                            unsigned int* photo_length, char* fingerprints_file, unsigned int* fingerprints_length,
                            int if_open) {
    return answer([&] {
        if (fingerprints_file == nullptr) return Code::parameter;
        const Code code = read_to_files(port, text_file, text_length, photo_file, photo_length, if_open);
        if (code == Code::success && !write_private_file(fingerprints_file, {})) return Code::refused;
        return copy_out(fingerprints_length, 0) ? code : Code::parameter;
    });
}

int SDT_ReadNewAppMsg(int port, unsigned char* addresses, unsigned int* length, int if_open) {
    return answer([&] {
        if (addresses == nullptr) return Code::parameter;
        Octets<fivestar::compat::most_addresses> octets;
        const Code code = desk().addresses(port, if_open, octets);
        if (code != Code::success) return code;
        if (!copy_out(length, octets.size())) return Code::parameter;
        if (octets.empty()) return Code::no_item;
        return copy_out(addresses, octets.view()) ? Code::success : Code::parameter;
    });
}

int SDT_ReadMngInfo(int port, unsigned char* octets, int if_open) {
    return answer([&] { return read_management(port, octets, if_open); });
}

int SDT_ReadIINSNDN(int port, unsigned char* octets, int if_open) {
    return answer([&] { return read_management(port, octets, if_open); });
}
